package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncodingTest {
    private static final int LIMIT = 8 << 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasDeflatedComesBack(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] plain = new byte[random.nextInt(300_000)];
        random.nextBytes(plain);

        assertThat(decoded(gzip(plain))).isEqualTo(plain);
    }

    @Test
    void membersFollowEachOther() throws IOException {
        byte[] both = joined(gzip("one ".getBytes(UTF_8)), gzip(new byte[0]), gzip("two".getBytes(UTF_8)));

        assertThat(decoded(both)).isEqualTo("one two".getBytes(UTF_8));
    }

    /** The JDK's stream calls itself for each of them. */
    @Test
    void membersWithNothingInThemUseNoStack() throws IOException {
        byte[] one = gzip(new byte[0]);
        byte[] many = new byte[one.length * 300_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = one[i % one.length];
        }

        assertThat(decoded(many)).isEmpty();
    }

    @Test
    void optionalFieldsOfTheHeaderAreSkipped() throws IOException {
        byte[] plain = gzip("x".getBytes(UTF_8));
        byte[] named = joined(
                new byte[] {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 0, 3, 0, 'e', 'x', 't'},
                new byte[] {'n', 0, 'c', 0, 1, 2},
                Arrays.copyOfRange(plain, 10, plain.length));

        assertThat(decoded(named)).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    void everyCutAndEveryFlippedBitIsNoticed() throws IOException {
        byte[] whole = gzip("{\"type\":\"order.created\"}".getBytes(UTF_8));
        for (int length = 1; length < whole.length; length++) {
            assertThat(code(Arrays.copyOf(whole, length), ContentEncodingTest::room))
                    .as("cut at " + length)
                    .isEqualTo("bad_encoding");
        }
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String code = code(flipped, ContentEncodingTest::room);
            assertThat(code.isEmpty() ? new String(decoded(flipped), UTF_8) : code)
                    .as("bit " + bit)
                    .isIn("bad_encoding", "{\"type\":\"order.created\"}");
        }
    }

    @Test
    void nothingIsMadeBeyondTheLimitNorBeyondTheRatioNorBeyondTheRoom() throws IOException {
        byte[] bomb = gzip(new byte[100 << 20]);
        byte[] small = gzip(new byte[ContentEncoding.FREE + 1]);
        AtomicLong taken = new AtomicLong();

        assertThat(code(bomb, 1 << 20, count(taken, Long.MAX_VALUE))).isEqualTo("decompression_limit");
        assertThat(taken.get()).isLessThanOrEqualTo(1 << 20);
        taken.set(0);
        assertThat(code(small, LIMIT, count(taken, Long.MAX_VALUE))).isEqualTo("decompression_limit");
        assertThat(taken.get()).isLessThanOrEqualTo(ContentEncoding.FREE);
        taken.set(0);
        assertThat(code(gzip(new byte[500_000]), LIMIT, count(taken, 100_000))).isEqualTo("overloaded");
        assertThat(taken.get()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void ordinaryTextInflatesAsMuchAsItWants() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        while (text.length() < 4 << 20) {
            text.append("{\"type\":\"order.created\",\"data\":{\"orderId\":")
                    .append(random.nextInt())
                    .append("}}\n");
        }

        assertThat(decoded(gzip(text.toString().getBytes(UTF_8)))).hasSize(text.length());
    }

    private static boolean room(long bytes) {
        return bytes > 0;
    }

    private static LongPredicate count(AtomicLong taken, long most) {
        return bytes -> {
            if (taken.get() + bytes > most) {
                return false;
            }
            taken.addAndGet(bytes);
            return true;
        };
    }

    private static String code(byte[] body, LongPredicate room) {
        return code(body, LIMIT, room);
    }

    private static String code(byte[] body, int limit, LongPredicate room) {
        return ContentEncoding.decode(List.of("gzip"), body, limit, room).fold(plain -> "", Problem::code);
    }

    private static byte[] decoded(byte[] body) {
        return ContentEncoding.decode(List.of("gzip"), body, LIMIT, ContentEncodingTest::room)
                .fold(plain -> plain, problem -> {
                    throw new AssertionError(problem.code());
                });
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
