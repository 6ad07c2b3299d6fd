package io.fanwire.gateway.access;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.fanwire.runtime.Threads;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of whoever issues tokens, kept in memory and fetched anew now and then on a thread of its own. When the issuer is
 * away, those that are known stay.
 */
final class KeySet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
    private static final long AGAIN = Duration.ofSeconds(10).toNanos();
    private static final int MOST_KEYS = 100;
    private static final int LEAST_RSA_BITS = 2048;

    private final KeySetFetch fetch;
    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.daemons("gateway-jwks"));
    private volatile Optional<JWKSet> current = Optional.empty();
    /** Guarded by this object, as is the next. */
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    private Optional<Long> last = Optional.empty();

    KeySet(KeySetFetch fetch, LongSupplier nanos) {
        this.fetch = fetch;
        this.nanos = nanos;
    }

    void start(Duration every) {
        thread.scheduleWithFixedDelay(this::refresh, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The keys as they are known; empty: none were ever fetched. */
    Optional<JWKSet> current() {
        return current;
    }

    /** Ends once the keys were asked for again, or at once when that was done a moment ago. */
    synchronized CompletableFuture<Void> refreshed() {
        boolean justNow = last.filter(at -> nanos.getAsLong() - at < AGAIN).isPresent();
        if (running.isDone() && !justNow) {
            last = Optional.of(nanos.getAsLong());
            running = CompletableFuture.runAsync(this::refresh, thread);
        }
        return running;
    }

    private void refresh() {
        try {
            List<JWK> usable = JWKSet.parse(fetch.get()).toPublicJWKSet().getKeys().stream()
                    .filter(KeySet::usable)
                    .limit(MOST_KEYS)
                    .toList();
            current = Optional.of(new JWKSet(usable));
        } catch (IOException | ParseException | RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("error", failed.toString())
                    .log("the keys of the tokens' issuer are not to be had");
        }
    }

    private static boolean usable(JWK key) {
        return key instanceof ECKey || (key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
