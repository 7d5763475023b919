package dev.mink.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Something that is measured. */
interface Scenario {

    /** As it stands in the table and as {@code --only} takes it. */
    String name();

    /** Measures it and leaves nothing behind. */
    List<Comparison> run(Server server, Harness harness, Options options) throws Exception;

    /** All of them, in the order of the table. */
    static List<Scenario> all() {
        return List.of(
                new SingleAppends(),
                new Batches(),
                new StreamLoad(),
                new Snapshots(),
                new Replay(),
                new Commands(),
                new Watched(),
                new InMemory(),
                new SafePosition(),
                new Delivery(),
                new ViewReplay());
    }

    /** Contenders that are closed together, the last first. */
    final class Contenders implements AutoCloseable {

        private final List<Contender> open = new ArrayList<>();

        <C extends Contender> C add(C contender) {
            open.add(contender);
            return contender;
        }

        List<Contender> all() {
            return open;
        }

        @Override
        public void close() throws SQLException {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        }
    }
}
