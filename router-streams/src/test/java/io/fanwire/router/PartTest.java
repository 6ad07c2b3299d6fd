package io.fanwire.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.Ordering;
import io.fanwire.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PartTest {
    private static final EventPlace PLACE = new EventPlace("fanwire.events.orders", 3, 1_234_567_890_123L, 17);

    private final Map<String, CompiledSubscription> index = new HashMap<>();

    private void put(int n, Ordering ordering) {
        String id = "s" + n;
        index.put(
                id,
                CompiledSubscription.of(
                        Samples.subscription(
                                "acme", id, Optional.empty(), Subscription.Format.RAW, ordering, List.of()),
                        1));
    }

    private Part next(Optional<Rest> before, int bytes) {
        Optional<Rest> read =
                before.map(rest -> Rest.read(rest.beside(new RecordHeaders())).orElseThrow());
        assertThat(read).isEqualTo(before);
        return Part.of(Part.left(new ArrayList<>(index.values()), read), PLACE, 99, read, bytes, bytes + 100);
    }

    private static List<String> ids(Collection<CompiledSubscription> some) {
        return some.stream().map(one -> one.key().id()).toList();
    }

    @Test
    void thoseInOrderComeInTheFirst() {
        for (int n = 0; n < 3_000; n++) {
            put(n, n % 100 == 0 ? Ordering.KEY : n % 100 == 1 ? Ordering.STRICT : Ordering.NONE);
        }

        Part first = next(Optional.empty(), 10);
        Part second = next(first.rest(), 10);

        assertThat(first.now()).hasSize(1_060);
        assertThat(first.now())
                .filteredOn(one -> one.ordering() != Ordering.NONE)
                .hasSize(60);
        assertThat(second.now()).hasSize(1_000).allMatch(one -> one.ordering() == Ordering.NONE);
    }

    /** Whatever is written, deleted, put in order or out of it between two parts. */
    @Test
    void whoIsThereAllTheTimeGetsItOnce() {
        for (int run = 0; run < 200; run++) {
            Random random = new Random(Seeds.SEED + run);
            index.clear();
            List<Integer> steady = new ArrayList<>();
            for (int n = 0; n < 300; n++) {
                put(n, ordering(random));
                if (random.nextInt(3) > 0) {
                    steady.add(n);
                }
            }
            List<String> got = new ArrayList<>();
            Part part = next(Optional.empty(), 300_000);
            got.addAll(ids(part.now()));
            while (part.rest().isPresent()) {
                for (int change = random.nextInt(20); change > 0; change--) {
                    int n = random.nextInt(400);
                    if (steady.contains(n) || random.nextBoolean()) {
                        put(n, ordering(random));
                    } else {
                        index.remove("s" + n);
                    }
                }
                part = next(part.rest(), 300_000);
                got.addAll(ids(part.now()));
            }

            assertThat(got).as("seed %d", Seeds.SEED + run).doesNotHaveDuplicates();
            assertThat(got)
                    .as("seed %d", Seeds.SEED + run)
                    .containsAll(steady.stream().map(n -> "s" + n).toList());
        }
    }

    @Test
    void oneThatHasNoRoomForWhatIsLeftIsRoutedAtOnce() {
        for (int n = 0; n < 2_000; n++) {
            put(n, Ordering.NONE);
        }

        assertThat(Part.of(index.values(), PLACE, 99, Optional.empty(), 900_000, Topics.MAX_RECORD_BYTES)
                        .rest())
                .isEmpty();
        assertThat(Part.of(index.values(), PLACE, 99, Optional.empty(), Topics.MAX_DELIVERY_BYTES + 1, 983_100)
                        .rest())
                .as("it fits no delivery either")
                .isEmpty();
    }

    private static Ordering ordering(Random random) {
        return random.nextInt(4) == 0 ? Ordering.KEY : Ordering.NONE;
    }
}
