package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final long ALL = 1_000_000;
    private static final long ENTRY = 70;

    private final Shares shares = new Shares();
    private final Map<Integer, Long> taken = new HashMap<>();

    /** Takes as much as it is given. */
    private void fill(int... tenants) {
        boolean more = true;
        while (more) {
            more = false;
            for (int tenant : tenants) {
                if (shares.room(tenant, ALL - used())) {
                    shares.took(tenant, ENTRY);
                    taken.merge(tenant, ENTRY, Long::sum);
                    more = true;
                }
            }
        }
    }

    private long used() {
        return taken.values().stream().mapToLong(Long::longValue).sum();
    }

    private long used(int tenant) {
        return taken.getOrDefault(tenant, 0L);
    }

    @Test
    void oneAloneGetsFourFifths() {
        fill(1);
        assertThat(used()).isBetween(790_000L, 801_000L);
    }

    @Test
    void twoGetTheSameAndLeaveRoomForAThird() {
        fill(1, 2);
        assertThat(used(1)).isBetween(440_000L, 446_000L);
        assertThat(used(2)).isBetween(440_000L, 446_000L);
        assertThat(shares.room(3, ALL - used())).isTrue();
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        fill(1);
        fill(2);
        assertThat(used(2)).isLessThan(170_000L);

        shares.gaveBack(1, used(1));
        taken.remove(1);
        fill(2);

        assertThat(used(2)).isBetween(790_000L, 801_000L);
        assertThat(shares.room(1, 1)).isTrue();
    }
}
