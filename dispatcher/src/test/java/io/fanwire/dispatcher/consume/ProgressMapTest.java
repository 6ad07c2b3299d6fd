package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Property P2: what is read is what was done, or nothing. */
final class ProgressMapTest {
    private static final int ROUNDS = 300;

    private final RandomGenerator random = Seeds.random();

    private BitSet random(int size, double share) {
        BitSet bits = new BitSet();
        for (int i = 0; i < size; i++) {
            bits.set(i, random.nextDouble() < share);
        }
        return bits;
    }

    private static ProgressMap map(BitSet done) {
        return new ProgressMap(done, 0, OptionalLong.empty());
    }

    @ParameterizedTest
    @EnumSource(value = MapCodec.class, mode = EnumSource.Mode.EXCLUDE, names = "DEFLATED")
    void everyCodecReadsWhatItWrote(MapCodec codec) {
        for (int i = 0; i < ROUNDS; i++) {
            BitSet bits = random(random.nextInt(3000), random.nextDouble());

            assertThat(codec.decode(ByteBuffer.wrap(codec.encode(bits)))).isEqualTo(bits);
        }
    }

    /** Of mark 1,000, by a version that compressed. */
    @Test
    void whatAnEarlierVersionWroteIsBelieved() {
        ProgressMap map = ProgressMap.decode("AQIyCtgPAgqblho5bRSNLAQA", 1000).orElseThrow();

        BitSet done = new BitSet();
        IntStream.range(0, 2000).map(i -> 2 * i + (i % 3 == 0 ? 1 : 0)).forEach(done::set);
        assertThat(map.done()).isEqualTo(done);
    }

    @Test
    void aMapIsReadAsItWasWritten() {
        for (int i = 0; i < ROUNDS; i++) {
            ProgressMap map = new ProgressMap(
                    random(random.nextInt(3000), random.nextDouble()),
                    random.nextInt(5),
                    random.nextBoolean() ? OptionalLong.of(random.nextInt(100_000)) : OptionalLong.empty());

            assertThat(ProgressMap.decode(map.encode(i), i)).hasValue(map);
        }
    }

    @Test
    void nothingToSayIsTheEmptyText() {
        assertThat(ProgressMap.EMPTY.encode(7)).isEmpty();
        assertThat(ProgressMap.decode("", 7)).hasValue(ProgressMap.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.05, 0.3, 0.5, 0.7, 0.95, 0.99, 1})
    void aWholeWindowAlwaysFits(double share) {
        BitSet bits = random(Assignment.MAX_WINDOW, share);

        String text = map(bits).encode(1L << 40);

        assertThat(text.length()).isLessThanOrEqualTo(ProgressMap.MAX_CHARACTERS);
        assertThat(ProgressMap.decode(text, 1L << 40)).hasValue(map(bits));
    }

    /** The rows: spread evenly, at random, in one row, in rows of a few, near the end. */
    @ParameterizedTest
    @ValueSource(strings = {"even", "random", "row", "rows", "end"})
    void aFarWiderOneFitsWhileLittleOfItIsOpen(String where) {
        for (int gaps : new int[] {1, 30, 1_000, 2_000, ProgressMap.FEW}) {
            for (int size : new int[] {30_000, 100_000, ProgressMap.FEW_FIT}) {
                BitSet bits = new BitSet();
                bits.set(0, size);
                for (int gap = 0; gap < gaps; gap++) {
                    bits.clear(
                            switch (where) {
                                case "even" -> (int) ((long) gap * size / gaps);
                                case "row" -> 5_000 + gap;
                                case "rows" -> gap / 8 * 32 + gap % 8;
                                case "end" -> size - 2 - gap;
                                default -> random.nextInt(size - 1);
                            });
                }
                ProgressMap map = new ProgressMap(bits, 100, OptionalLong.of(1L << 40));

                String text = map.encode(1L << 40);

                assertThat(ProgressMap.fits(size, gaps)).isTrue();
                assertThat(text.length()).isLessThanOrEqualTo(ProgressMap.MAX_CHARACTERS);
                assertThat(ProgressMap.decode(text, 1L << 40)).hasValue(map);
            }
        }
        assertThat(ProgressMap.fits(ProgressMap.FEW_FIT + 1, 1)).isFalse();
        assertThat(ProgressMap.fits(ProgressMap.ALWAYS_FITS + 1, ProgressMap.FEW + 1))
                .isFalse();
    }

    @Test
    void whatDoesNotFitIsNotClaimed() {
        BitSet bits = random(100_000, 0.5);

        String text = map(bits).encode(0);

        assertThat(text.length()).isLessThanOrEqualTo(ProgressMap.MAX_CHARACTERS);
        assertThat(ProgressMap.decode(text, 0)).hasValue(map(bits.get(0, ProgressMap.ALWAYS_FITS)));
    }

    @Test
    void oneStuckHeadBeforeManyTakesAFewBytes() {
        BitSet bits = new BitSet();
        bits.set(1, 1_000_000);

        assertThat(map(bits).encode(0).length()).isLessThan(24);
    }

    @Test
    void aMapOfAnotherMarkIsNotBelieved() {
        String text = map(random(500, 0.5)).encode(40);

        assertThat(ProgressMap.decode(text, 41)).isEmpty();
    }

    @Test
    void whatIsCutOffOrFlippedIsNotBelieved() {
        for (int i = 0; i < ROUNDS; i++) {
            BitSet done = random(1 + random.nextInt(2000), random.nextDouble());
            done.set(1);
            String text = map(done).encode(i);
            byte[] bytes = Base64.getDecoder().decode(text);
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] = (byte) (bytes[bit / 8] ^ 1 << bit % 8);

            assertThat(ProgressMap.decode(Base64.getEncoder().encodeToString(bytes), i))
                    .as("seed %s, bit %s", Seeds.SEED, bit)
                    .isEmpty();
            String part = text.substring(0, random.nextInt(1, text.length()));
            assertThat(ProgressMap.decode(part, i).map(ProgressMap::done))
                    .as("seed %s, a part; without its padding it is whole", Seeds.SEED)
                    .matches(read -> read.isEmpty() || read.get().equals(done));
        }
    }

    @Test
    void rubbishIsNotBelieved() {
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(60) + 1];
            random.nextBytes(bytes);
            bytes[0] = 1;

            assertThat(ProgressMap.decode(Base64.getEncoder().encodeToString(bytes), 0))
                    .isEmpty();
        }
        assertThat(ProgressMap.decode("no base64!", 0)).isEmpty();
        assertThat(ProgressMap.decode("A", 0)).isEmpty();
    }
}
