package io.fanwire.router;

import com.codahale.metrics.Counter;
import io.fanwire.runtime.Backoff;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again, in place, what fails for a reason that passes: a registry or brokers that do not answer, an index that lags. There is
 * nothing else a thread could do meanwhile, since records must stay in order. Any thread may use it.
 */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Duration limit;
    private final Counter retries;

    /** @param limit when the last failure is thrown instead */
    Patience(Duration limit, Counter retries) {
        this.limit = limit;
        this.retries = retries;
    }

    <T> T keepTrying(Supplier<T> attempt) {
        Backoff backoff = Backoff.standard(new Random());
        long start = System.nanoTime();
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException failure) {
                boolean late = System.nanoTime() - start > limit.toNanos();
                if (!willPass(failure) || late || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                retries.inc();
                LOG.atWarn().addKeyValue("reason", failure.getMessage()).log("waiting for what will pass");
                LockSupport.parkNanos(backoff.next().toNanos());
            }
        }
    }

    /** Whether a later try may succeed. */
    static boolean willPass(Throwable failure) {
        return failure instanceof RetriableException
                || failure instanceof RegistryUnavailableException
                || failure instanceof StaleIndexException;
    }
}
