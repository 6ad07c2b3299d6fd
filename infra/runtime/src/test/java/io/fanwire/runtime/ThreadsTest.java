package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** What our threads are like. */
class ThreadsTest {
    @Test
    void threadsAreNumberedDaemonsWhoseEndIsLogged() {
        ThreadFactory threads = Threads.daemons("ops");

        Thread first = threads.newThread(() -> {});
        Thread second = threads.newThread(() -> {});

        assertThat(first.getName()).isEqualTo("ops-1");
        assertThat(second.getName()).isEqualTo("ops-2");
        assertThat(first.isDaemon()).isTrue();
        assertThat(first.getUncaughtExceptionHandler()).isNotSameAs(first.getThreadGroup());
    }
}
