package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.spi.StreamAppend;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the small appends of concurrent callers share a statement and a commit.
 *
 * <p>A caller that finds nobody at work appends at once, on its own thread, and leads. Until it is done, others
 * wait; then it makes a waiting one the next leader, which takes all who wait with it. So a group is as large as the
 * load, and everyone leads at most once. A group has each stream at most once, and no stream that another group is
 * writing.
 *
 * <p>Those who wrote together come back together, a moment after the next leader was chosen. It gives them that
 * moment, {@link #LINGER} at most; who leads alone waits for nobody.
 *
 * <p>A leader can be held up, by a transaction of someone else on its stream or by the network. Who has waited
 * for {@link #PATIENCE} takes the lead over, and it goes on.
 *
 * <p>Everyone gets an outcome of their own. Where the statement of a group fails, which one bad append, a
 * race with another process or a lock of somebody else is enough for, its members append alone. Where no
 * connection is to be had, all who wait are told, since each of them would only wait for one in turn; an
 * interrupt concerns only the one who was interrupted.
 */
final class AppendGroups {

    /** An append of more events has little to share: they pay for a commit of their own. */
    private static final int FEW_EVENTS = 10;

    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration LINGER = Duration.ofNanos(30_000);
    private static final int MAX_APPENDS = 64;

    private final Sessions sessions;
    private final Appends appends;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final Set<StreamId> busy = new HashSet<>();
    private @Nullable Ticket leader;

    /** How many appends the last group had. */
    private int company = 1;

    AppendGroups(Sessions sessions, Appends appends) {
        this.sessions = sessions;
        this.appends = appends;
    }

    /** Whether an append is one for groups: of few events, that are recorded now. */
    static boolean admits(StreamAppend append) {
        return append.events().size() <= FEW_EVENTS
                && append.events().stream().allMatch(event -> event.recordedAt() == null);
    }

    /**
     * Tries to write one append.
     *
     * @return what was written; nothing if the stream was not as expected
     * @throws SQLException what the append would have met with alone
     */
    Written append(StreamAppend append) throws SQLException {
        Ticket ticket = new Ticket(append);
        enter(ticket);
        while (!ticket.await(PATIENCE)) {
            takeOver(ticket);
        }
        if (ticket.leads()) {
            lead(ticket);
        }
        return ticket.isAlone() ? write(List.of(append)).get(0) : ticket.written();
    }

    private void enter(Ticket ticket) {
        lock.lock();
        try {
            if (leader != null || !leads(ticket)) {
                waiting.add(ticket);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets one lead that still waits, in the place of the one who leads. */
    private void takeOver(Ticket ticket) {
        lock.lock();
        try {
            if (waiting.contains(ticket) && leads(ticket)) {
                waiting.remove(ticket);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes one the leader, unless its stream is being written. */
    private boolean leads(Ticket ticket) {
        if (!busy.add(ticket.stream())) {
            return false;
        }
        leader = ticket;
        ticket.lead();
        return true;
    }

    private void lead(Ticket ticket) {
        List<Ticket> group = gather(ticket);
        try {
            List<Written> written = write(group.stream().map(Ticket::append).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).finish(written.get(i));
            }
        } catch (SQLException e) {
            if (Failures.isInterrupted(e)) {
                ticket.fail(e);
            } else if (Failures.isNotConnected(e)) {
                group.forEach(each -> each.fail(e));
                failAllWaiting(e);
            } else if (Failures.isConnectionLost(e)) {
                group.forEach(each -> each.fail(e));
            } else {
                group.forEach(Ticket::sendAlone);
            }
        } catch (RuntimeException e) {
            group.forEach(Ticket::sendAloneIfUnfinished);
        } finally {
            group.forEach(Ticket::sendAloneIfUnfinished);
            leave(ticket, group);
        }
    }

    private List<Written> write(List<StreamAppend> group) throws SQLException {
        return sessions.autocommit(connection -> appends.each(connection, group));
    }

    /** The leader and those who wait, in the order of their streams, in which all groups lock them. */
    private List<Ticket> gather(Ticket first) {
        linger();
        List<Ticket> group = new ArrayList<>();
        group.add(first);
        lock.lock();
        try {
            Iterator<Ticket> others = waiting.iterator();
            while (others.hasNext() && group.size() < MAX_APPENDS) {
                Ticket other = others.next();
                if (busy.add(other.stream())) {
                    others.remove();
                    group.add(other);
                }
            }
            company = group.size();
        } finally {
            lock.unlock();
        }
        group.sort(Comparator.comparing(ticket -> ticket.stream().toString()));
        return group;
    }

    /** Lets those run who wrote together last, until as many wait or the moment is over: sleeping takes longer. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void linger() {
        long end = System.nanoTime() + LINGER.toNanos();
        while (isCompanyMissing() && System.nanoTime() < end) {
            Thread.yield();
        }
    }

    private boolean isCompanyMissing() {
        lock.lock();
        try {
            return waiting.size() + 1 < company;
        } finally {
            lock.unlock();
        }
    }

    private void failAllWaiting(SQLException e) {
        lock.lock();
        try {
            waiting.forEach(ticket -> ticket.fail(e));
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Frees the streams of a group, and lets the next one lead, unless somebody has taken over. */
    private void leave(Ticket ticket, List<Ticket> group) {
        lock.lock();
        try {
            group.forEach(each -> busy.remove(each.stream()));
            if (leader == ticket) {
                leader = null;
            }
            Iterator<Ticket> others = waiting.iterator();
            while (leader == null && others.hasNext()) {
                if (leads(others.next())) {
                    others.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
