package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.postgres.command.Transfers.Coin;
import dev.mink.postgres.command.Transfers.Put;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two processes dispatch the same thousand commands, and one of them is killed again and again. */
@ExtendWith(Seed.Source.class)
class TwoProcessesTest {

    private static final int KILLS = 2;
    private static final int MOST_BEFORE_A_KILL = 250;
    private static final int MOST_TRIES = 10;

    @RegisterExtension
    final Database database = new Database();

    @TempDir
    Path directory;

    private final Deque<SenderProcess> started = new ArrayDeque<>();
    private Mink<Connection> mink;
    private int killedMidway;

    @AfterEach
    void end_what_a_failed_test_left_over() {
        started.forEach(SenderProcess::close);
    }

    @Test
    void every_command_takes_effect_once_and_all_are_told_the_same(Seed seed) throws Exception {
        int rounds = Soak.rounds(2);
        for (int i = 0; i < rounds; i++) {
            String round = "r" + i;
            List<SenderProcess> senders = play(round, Protection.IDEMPOTENCY, KILLS, seed.random(i));

            Map<String, List<Long>> effects = effects(round);
            for (Put put : Sender.commands(round)) {
                assertThat(effects.get(put.key())).as("effects of %s", put).hasSize(1);
            }
            assertThat(effects).hasSize(Sender.COMMANDS);
            assertThat(senders.get(0).acknowledged()).hasSize(Sender.COMMANDS);
            for (SenderProcess sender : senders) {
                sender.acknowledged()
                        .forEach((key, version) -> assertThat(effects.get(key))
                                .as("the version of %s that a sender was told", key)
                                .containsExactly(version));
            }
        }
        assertThat(killedMidway).as("kills before all was done").isGreaterThanOrEqualTo(rounds);
    }

    @Test
    void without_protection_commands_take_effect_twice(Seed seed) throws Exception {
        play("r", Protection.NONE, 0, seed.random(0));

        assertThat(effects("r").values()).anyMatch(versions -> versions.size() > 1);
    }

    @Test
    void with_a_memory_beside_the_transaction_a_kill_lets_a_command_take_effect_twice(Seed seed) throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            play("r" + i, Protection.MEMORY_BESIDE, KILLS, seed.random(i));
            if (effects("r" + i).values().stream().anyMatch(versions -> versions.size() > 1)) {
                return;
            }
        }
        throw new AssertionError("no command took effect twice in " + MOST_TRIES * KILLS + " kills");
    }

    /** All the senders of a round, the last of which have done everything. */
    private List<SenderProcess> play(String round, Protection protection, int kills, Random random) throws Exception {
        if (mink == null) {
            mink = Transfers.mink(database.storage()).start();
        }
        List<SenderProcess> senders = new ArrayList<>();
        SenderProcess survivor = start(round, protection, 1, random);
        SenderProcess victim = start(round, protection, 3, random);
        senders.add(survivor);
        senders.add(victim);
        survivor.go();
        victim.go();
        for (int i = 0; i < kills; i++) {
            victim.killAfter(random.nextInt(MOST_BEFORE_A_KILL));
            killedMidway += victim.isDone() || survivor.isDone() ? 0 : 1;
            victim = start(round, protection, 3, random);
            senders.add(victim);
            victim.go();
        }
        victim.awaitDone();
        survivor.awaitDone();
        return senders;
    }

    private SenderProcess start(String round, Protection protection, int threads, Random random) throws IOException {
        SenderProcess sender = SenderProcess.start(database, directory, round, protection, threads, random.nextLong());
        started.push(sender);
        return sender;
    }

    /** The versions of the events that each command of a round led to. */
    private Map<String, List<Long>> effects(String round) {
        Map<String, List<Long>> versions = new HashMap<>();
        mink.store().read(FeedQuery.all()).forEach(event -> {
            String key = ((Coin) event.event()).command();
            if (key.startsWith(round + "-")) {
                versions.computeIfAbsent(key, none -> new ArrayList<>()).add(event.version());
            }
        });
        return versions;
    }
}
