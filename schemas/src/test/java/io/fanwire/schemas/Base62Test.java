package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.codec.base.Base62Codec;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class Base62Test {
    @Test
    void itWritesWhatTheLibraryWrites() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int n = 0; n < 10_000; n++) {
            long high = random.nextLong() >>> random.nextInt(64);
            long low = random.nextLong() >>> random.nextInt(64);
            assertThat(Base62.encode(high, low))
                    .as("%x %x, seed %d", high, low, seed)
                    .isEqualTo(Base62Codec.INSTANCE.encode(new UUID(high, low)));
        }
        assertThat(Base62.encode(-1, -1)).isEqualTo(Base62Codec.INSTANCE.encode(new UUID(-1, -1)));
        assertThat(Base62.encode(0, 0)).isEqualTo("0".repeat(22));
    }
}
