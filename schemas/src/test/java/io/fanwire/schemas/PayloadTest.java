package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Bytes that are equal by content, carry their checksum and never show themselves. */
class PayloadTest {
    @Test
    void payloadsWithTheSameBytesAreEqual() {
        assertThat(Payload.utf8("déjà")).isEqualTo(Payload.utf8("déjà")).hasSameHashCodeAs(Payload.utf8("déjà"));
        assertThat(Payload.utf8("a")).isNotEqualTo(Payload.utf8("b"));
        assertThat(Payload.of(new byte[0])).isEqualTo(Payload.utf8("")).isSameAs(Payload.utf8(""));
    }

    @Test
    void aBufferIsCopiedFromWhereItStandsAndLeftThere() {
        byte[] array = {1, 2, 3, 4};
        ByteBuffer buffer = ByteBuffer.wrap(array).position(1).limit(3);

        Payload copy = Payload.copyOf(buffer);
        array[1] = 9;

        assertThat(copy.bytes()).containsExactly(2, 3);
        assertThat(copy.size()).isEqualTo(2);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void theChecksumIsTheCrc32cOfRfc3720() {
        assertThat(Payload.utf8("123456789").crc()).isEqualTo(0xE3069283);
        assertThat(Payload.of(new byte[32]).crc()).isEqualTo(0x8A9136AA);
        assertThat(Payload.of(new byte[0]).crc()).isZero();
    }

    @Test
    void itsTextShowsTheSizeAndNothingElse() {
        assertThat(Payload.utf8("secret")).hasToString("6 bytes");
    }
}
