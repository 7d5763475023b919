package dev.mink.projection;

import java.time.Duration;

/**
 * How far a projection is behind. Positions of rolled-back appends, and events that it does not ask for, count as
 * events, but only as long as there is one behind it that it does ask for.
 *
 * @param events how many it could process at this moment
 * @param eventsToLast the same with those that are not safe yet, since an append before them is under way
 * @param time the age of the oldest that it could process; 0 if there is none
 */
public record Lag(long events, long eventsToLast, Duration time) {}
