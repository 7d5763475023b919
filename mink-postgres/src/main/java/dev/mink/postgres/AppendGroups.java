package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.spi.StreamAppend;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the appends of concurrent callers share a statement and a commit.
 *
 * <p>A caller that finds nobody at work appends at once, on its own thread. While {@value #MAX_LEADERS}
 * callers are at work, others wait; one that finishes makes a waiting one the next leader, which takes
 * all who wait with it. So nobody waits for company, a group is as large as the load, and everyone leads
 * at most once. A group has each stream at most once, and no stream that another group is writing.
 *
 * <p>Everyone gets an outcome of their own. Where the statement of a group fails, which one bad append
 * or a race with another process is enough for, its members append alone. Where no connection is to be had, all who
 * wait are told, since each of them would only wait for one in turn.
 */
final class AppendGroups {

    private static final int MAX_LEADERS = 2;
    private static final int MAX_APPENDS = 64;
    private static final int MAX_EVENTS = 1000;

    private final Sessions sessions;
    private final Appends appends;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final Set<StreamId> busy = new HashSet<>();
    private int leaders;

    AppendGroups(Sessions sessions, Appends appends) {
        this.sessions = sessions;
        this.appends = appends;
    }

    /**
     * Tries to write one append.
     *
     * @return what was written; nothing if the stream was not as expected
     * @throws SQLException what the append would have met with alone
     */
    Written append(StreamAppend append) throws SQLException {
        Ticket ticket = new Ticket(append);
        if (!leadsAtOnce(ticket)) {
            ticket.await();
        }
        if (ticket.leads()) {
            lead(ticket);
        }
        return ticket.isAlone() ? write(List.of(append)).get(0) : ticket.written();
    }

    private boolean leadsAtOnce(Ticket ticket) {
        lock.lock();
        try {
            if (leaders < MAX_LEADERS && busy.add(ticket.stream())) {
                leaders++;
                ticket.lead();
                return true;
            }
            waiting.add(ticket);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Ticket leader) {
        List<Ticket> group = gather(leader);
        try {
            List<Written> written = write(group.stream().map(Ticket::append).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).finish(written.get(i));
            }
        } catch (SQLException e) {
            if (Failures.isNotConnected(e)) {
                group.forEach(ticket -> ticket.fail(e));
                failAllWaiting(e);
            } else if (Failures.isConnectionLost(e)) {
                group.forEach(ticket -> ticket.fail(e));
            } else {
                group.forEach(Ticket::sendAlone);
            }
        } catch (RuntimeException e) {
            group.forEach(Ticket::sendAloneIfUnfinished);
        } finally {
            group.forEach(Ticket::sendAloneIfUnfinished);
            leave(group);
        }
    }

    private List<Written> write(List<StreamAppend> group) throws SQLException {
        return sessions.autocommit(connection -> appends.each(connection, group));
    }

    /** The leader and those who wait, in the order of their streams, in which all groups lock them. */
    private List<Ticket> gather(Ticket leader) {
        List<Ticket> group = new ArrayList<>();
        group.add(leader);
        lock.lock();
        try {
            int events = leader.events();
            Iterator<Ticket> others = waiting.iterator();
            while (others.hasNext() && group.size() < MAX_APPENDS && events < MAX_EVENTS) {
                Ticket other = others.next();
                if (busy.add(other.stream())) {
                    others.remove();
                    group.add(other);
                    events += other.events();
                }
            }
        } finally {
            lock.unlock();
        }
        group.sort(Comparator.comparing(ticket -> ticket.stream().toString()));
        return group;
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

    /** Frees the streams of a group and lets others lead. */
    private void leave(List<Ticket> group) {
        lock.lock();
        try {
            leaders--;
            group.forEach(ticket -> busy.remove(ticket.stream()));
            Iterator<Ticket> others = waiting.iterator();
            while (others.hasNext() && leaders < MAX_LEADERS) {
                Ticket other = others.next();
                if (busy.add(other.stream())) {
                    others.remove();
                    leaders++;
                    other.lead();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
