package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Order of start and stop, whatever goes wrong. */
class ServicesTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void partsStartInOrderAndStopInReverse() {
        Services all = Services.inOrder("all", List.of(part("a"), part("b"), part("c")));

        all.start();
        all.close();

        assertThat(events).containsExactly("start a", "start b", "start c", "close c", "close b", "close a");
    }

    @Test
    void aFailedStartStopsWhatWasStartedAndTellsWhy() {
        Part broken = part("b");
        broken.onStart = () -> {
            throw new IllegalStateException("port taken");
        };
        Services all = Services.inOrder("all", List.of(part("a"), broken, part("c")));

        assertThatThrownBy(all::start).isInstanceOf(IllegalStateException.class).hasMessage("port taken");

        assertThat(events).containsExactly("start a", "start b", "close b", "close a");
        assertThat(all.live()).isFalse();
        assertThat(all.ready()).isFalse();
    }

    @Test
    void aPartThatFailsToStopDoesNotKeepTheOthersOpen() {
        Part rude = part("b");
        rude.onClose = () -> {
            throw new IllegalStateException("stuck");
        };
        Services all = Services.inOrder("all", List.of(part("a"), rude));

        all.start();
        all.close();

        assertThat(events).containsExactly("start a", "start b", "close b", "close a");
    }

    @Test
    void theSecondCloseDoesNothing() {
        Services all = Services.inOrder("all", List.of(part("a")));
        all.start();

        all.close();
        all.close();

        assertThat(events).containsExactly("start a", "close a");
    }

    @Test
    void itStartsOnlyOnce() {
        Services all = Services.inOrder("all", List.of(part("a")));
        all.start();
        all.close();

        assertThatThrownBy(all::start).isInstanceOf(IllegalStateException.class);
        assertThat(events).containsExactly("start a", "close a");
    }

    @Test
    void aCloseDuringTheStartStopsEveryPartOnceAndStartsNoMore() {
        Part slow = part("b");
        Services all = Services.inOrder("all", List.of(part("a"), slow, part("c")));
        slow.onStart = all::close;

        assertThatThrownBy(all::start).hasMessage("all was closed while it started");

        assertThat(events).containsExactly("start a", "start b", "close a", "close b");
        assertThat(all.live()).isFalse();
    }

    @Test
    void theFirstPartThatIsNotReadyIsNamed() {
        Part a = part("a");
        Part c = part("c");
        Services all = Services.inOrder("all", List.of(a, Services.inOrder("inner", List.of(part("b"), c))));

        assertThat(all.notReady()).contains("all");
        all.start();
        assertThat(all.notReady()).isEmpty();
        assertThat(all.ready()).isTrue();

        c.ready = false;
        assertThat(all.notReady()).contains("inner/c");
        a.ready = false;
        assertThat(all.notReady()).contains("a");

        all.close();
        assertThat(all.notReady()).contains("all");
    }

    @Test
    void whileItStartsThePartThatIsWaitedForIsNamed() {
        Part slow = part("slow");
        Services all = Services.inOrder("all", List.of(part("a"), slow));
        slow.onStart = () -> {
            assertThat(all.notReady()).contains("slow");
            assertThat(all.live()).isTrue();
            assertThat(all.ready()).isFalse();
        };

        all.start();

        assertThat(all.ready()).isTrue();
    }

    @Test
    void oneDeadPartMakesTheWholeDead() {
        Part a = part("a");
        Services all = Services.inOrder("all", List.of(a, part("b")));
        all.start();
        assertThat(all.live()).isTrue();

        a.live = false;

        assertThat(all.live()).isFalse();
    }

    private Part part(String name) {
        return new Part(name, events);
    }

    /** A service that notes what happens to it. Owned by the test's thread. */
    private static final class Part implements Service {
        private final String name;
        private final List<String> events;
        private Runnable onStart = () -> {};
        private Runnable onClose = () -> {};
        private boolean live = true;
        private boolean ready = true;

        Part(String name, List<String> events) {
            this.name = name;
            this.events = events;
        }

        @Override
        public void start() {
            events.add("start " + name);
            onStart.run();
        }

        @Override
        public boolean live() {
            return live;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void close() {
            events.add("close " + name);
            onClose.run();
        }
    }
}
