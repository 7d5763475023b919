package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Random events: what a simple reference says can be stored is read as it was, all else is refused. */
class JsonFuzzTest {

    private static final Codec CODEC = Codec.json();

    record Anything(String text, Object value, Map<String, Object> map) {}

    @RepeatedTest(8)
    void a_random_event_is_kept_or_refused_as_the_reference_says(RepetitionInfo repetition) {
        long seed = 1_000L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        for (int i = 0; i < 600; i++) {
            boolean evil = random.nextInt(3) == 0;
            Anything event = new Anything(text(random, evil), value(random, evil, 3), map(random, evil, 2));
            String context = "seed " + seed + ", event " + i;
            if (isStorable(event.text()) && isStorable(event.value()) && isStorable(event.map())) {
                Payload payload = CODEC.encode(event);
                assertThat(CODEC.decode(payload, Anything.class)).as(context).isEqualTo(event);
                assertThat(isUnicode(payload.toString())).as(context).isTrue();
                assertThat(payload.toString()).as(context).doesNotContainPattern("(?i)[^\\\\]\\\\ud[89a-f]");
            } else {
                try {
                    Payload payload = CODEC.encode(event);
                    fail("%s was written: %s", context, payload);
                } catch (CodecException expected) {
                    assertThat(expected).as(context).hasMessageContaining("cannot be written as JSON");
                }
            }
        }
    }

    private static Object value(Random random, boolean evil, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> random.nextInt();
            case 1 ->
                new BigInteger(200, random)
                        .negate()
                        .subtract(BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1));
            case 2 -> new BigDecimal(new BigInteger(80, random), 1 + random.nextInt(30));
            case 3 -> random.nextBoolean();
            case 4 -> evil && random.nextBoolean() ? notANumber(random) : random.nextInt(100);
            case 5, 6 -> text(random, evil);
            case 7 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, evil, depth - 1));
                }
                yield list;
            }
            default -> map(random, evil, depth - 1);
        };
    }

    private static Object notANumber(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            default -> Float.NaN;
        };
    }

    private static Map<String, Object> map(Random random, boolean evil, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(random, evil), value(random, evil, depth));
        }
        return map;
    }

    /** Short texts, and some around the sizes of Jackson's buffers. */
    private static String text(Random random, boolean evil) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(12) == 0) {
            int edge = List.of(500, 1_000, 1_333, 2_000, 4_000, 8_000).get(random.nextInt(6));
            text.append("x".repeat(edge - 6 + random.nextInt(9)));
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(evil ? 12 : 8)) {
                case 0 -> text.append((char) (1 + random.nextInt(126)));
                case 1 -> text.append((char) (0x80 + random.nextInt(0xd800 - 0x80)));
                case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                case 3 -> text.append("\\u0000");
                case 4 -> text.append("\\ud83d".substring(0, 1 + random.nextInt(6)));
                case 5 -> text.append('"').append('\\');
                case 6 -> text.append(random.nextBoolean() ? "NaN" : "Infinity");
                case 7 -> text.append("\uffff\u2028");
                case 8 -> text.append('\0');
                case 9 -> text.append((char) (0xd800 + random.nextInt(0x400)));
                case 10 -> text.append((char) (0xdc00 + random.nextInt(0x400)));
                default -> text.append('x');
            }
        }
        return text.toString();
    }

    private static boolean isStorable(Object value) {
        if (value instanceof String text) {
            return text.indexOf(0) < 0 && isUnicode(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(JsonFuzzTest::isStorable);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().allMatch(e -> isStorable(e.getKey()) && isStorable(e.getValue()));
        }
        return !(value instanceof Double d && !Double.isFinite(d)) && !(value instanceof Float f && !Float.isFinite(f));
    }

    private static boolean isUnicode(String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void random_bytes_are_refused_or_read_but_never_break_anything_else() {
        Random random = new Random(99);
        byte[] good = CODEC.encode(new Anything("text 😀", List.of(1, "x"), Map.of("k", true)))
                .bytes();
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(CODEC.decode(Payload.json(bytes), Anything.class)).isNotNull();
            } catch (CodecException refused) {
                assertThat(refused).hasMessageStartingWith("stored event does not fit ");
            }
        }
    }

    record Fresh0(int n, String text) {}

    record Fresh1(int n, String text) {}

    @Test
    void several_threads_write_and_read_types_that_are_new_to_the_codec_at_once() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int offset = t * 10_000;
                Callable<Boolean> work = () -> {
                    start.await();
                    for (int i = offset; i < offset + 2_000; i++) {
                        Object event = i % 2 == 0 ? new Fresh0(i, "é" + i) : new Fresh1(i, "😀" + i);
                        if (!event.equals(CODEC.decode(CODEC.encode(event), event.getClass()))) {
                            return false;
                        }
                    }
                    return true;
                };
                done.add(pool.submit(work));
            }
            start.countDown();
            for (Future<Boolean> each : done) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
