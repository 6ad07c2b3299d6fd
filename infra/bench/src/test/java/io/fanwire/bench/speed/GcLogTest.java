package io.fanwire.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.bench.speed.GcLog.Collection;
import org.junit.jupiter.api.Test;

class GcLogTest {
    private static final long MIB = 1L << 20;

    private static final String JDK_17 =
            """
            [0.011s][info][gc] Using G1
            [0.514s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->5M(256M) 6.206ms
            [1.002s][info][gc] GC(1) Pause Young (Concurrent Start) (Metadata GC Threshold) 105M->9M(256M) 7.345ms
            [1.002s][info][gc] GC(2) Concurrent Mark Cycle
            [1.010s][info][gc] GC(2) Pause Remark 12M->11M(256M) 1.913ms
            [1.012s][info][gc] GC(2) Pause Cleanup 11M->11M(256M) 0.043ms
            [1.012s][info][gc] GC(2) Concurrent Mark Cycle 10.121ms
            [2.500s][info][gc] GC(3) To-space exhausted
            [2.501s][info][gc] GC(3) Pause Full (System.gc()) 31M->8M(64M) 21.450ms
            """;

    private static final String JDK_25 =
            """
            [0.006s][info][gc] Using Serial
            [0.402s][info][gc] GC(0) Pause Young (Allocation Failure) 65536K->3072K(253440K) 5.123ms
            [0.900s][info][gc] GC(1) Pause Young (Normal) (G1 Preventive Collection) 103M->4M(258M) 2.100ms
            [1.200s][info][gc] GC(2) Minor Collection (Allocation Rate) 44M(9%)->14M(3%) 0.010s
            """;

    @Test
    void everyLineWithSizesIsACollection() {
        assertThat(GcLog.parse(JDK_17.lines()).collections())
                .containsExactly(
                        new Collection(24 * MIB, 5 * MIB),
                        new Collection(105 * MIB, 9 * MIB),
                        new Collection(12 * MIB, 11 * MIB),
                        new Collection(11 * MIB, 11 * MIB),
                        new Collection(31 * MIB, 8 * MIB));
        assertThat(GcLog.parse(JDK_25.lines()).collections())
                .containsExactly(
                        new Collection(64 * MIB, 3 * MIB),
                        new Collection(103 * MIB, 4 * MIB),
                        new Collection(44 * MIB, 14 * MIB));
    }

    @Test
    void whatIsBeforeACollectionAndWasNotLeftByTheOneBeforeWasAllocated() {
        GcLog log = GcLog.parse(JDK_17.lines());

        assertThat(log.allocated(10 * MIB)).isEqualTo((24 + 100 + 3 + 0 + 20 + 2) * MIB);
        assertThat(log.allocated(0)).as("it collected after the log was read").isEqualTo(147 * MIB);
        assertThat(GcLog.parse("".lines()).allocated(7)).isEqualTo(7);
    }

    @Test
    void theMostThatWasLeftCountsFromAMomentOn() {
        GcLog log = GcLog.parse(JDK_17.lines());

        assertThat(log.mostLeft(0)).isEqualTo(11 * MIB);
        assertThat(log.mostLeft(4)).isEqualTo(8 * MIB);
        assertThat(log.mostLeft(5)).as("none since: the last one's").isEqualTo(8 * MIB);
        assertThat(GcLog.parse("".lines()).mostLeft(0)).isZero();
    }
}
