package dev.mink.memory;

import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events of a feed by their ids: a hash table with linear probing, whose slots hold only a hash and a
 * position. A map of objects costs half of what an append in memory does. Not thread-safe.
 *
 * <p>Removing fills the gap with what had to make way for it: Knuth, The Art of Computer Programming, volume 3, 6.4,
 * algorithm R.
 */
final class EventIds {

    private static final long FREE = 0;

    private final List<StoredEvent> feed;

    /** Each has the hash of an id in its upper half, and the position of the event in its lower one. */
    private long[] slots = new long[64];

    EventIds(List<StoredEvent> feed) {
        this.feed = feed;
    }

    /** The event with an id, if there is one. */
    @Nullable
    StoredEvent find(UUID id) {
        long found = slots[slotOf(id, hash(id))];
        return found == FREE ? null : event(found);
    }

    /** Adds the last event of the feed, unless there is one with its id. */
    boolean addLast() {
        if (feed.size() > slots.length / 2) {
            grow();
        }
        UUID id = feed.get(feed.size() - 1).id();
        int hash = hash(id);
        int slot = slotOf(id, hash);
        if (slots[slot] != FREE) {
            return false;
        }
        slots[slot] = (long) hash << Integer.SIZE | feed.size();
        return true;
    }

    /** Removes the last event of the feed. */
    void removeLast() {
        UUID id = feed.get(feed.size() - 1).id();
        int gap = slotOf(id, hash(id));
        slots[gap] = FREE;
        for (int slot = next(gap); slots[slot] != FREE; slot = next(slot)) {
            if (distance(home(hash(slots[slot])), slot) >= distance(gap, slot)) {
                slots[gap] = slots[slot];
                slots[slot] = FREE;
                gap = slot;
            }
        }
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (long each : before) {
            if (each != FREE) {
                int slot = home(hash(each));
                while (slots[slot] != FREE) {
                    slot = next(slot);
                }
                slots[slot] = each;
            }
        }
    }

    /** The slot of an id, or the free one where it belongs. */
    private int slotOf(UUID id, int hash) {
        int slot = home(hash);
        while (slots[slot] != FREE
                && !(hash(slots[slot]) == hash && event(slots[slot]).id().equals(id))) {
            slot = next(slot);
        }
        return slot;
    }

    private StoredEvent event(long slot) {
        return feed.get((int) slot - 1);
    }

    private int home(int hash) {
        return hash & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (slots.length - 1);
    }

    private static int hash(long slot) {
        return (int) (slot >>> Integer.SIZE);
    }

    /** Spreads ids that differ in a few bits only. */
    private static int hash(UUID id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }
}
