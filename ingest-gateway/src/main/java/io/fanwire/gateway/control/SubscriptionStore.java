package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Keeps subscriptions. Reading answers from memory; a change that ended is seen by every read after it. */
public interface SubscriptionStore {
    Optional<Subscription> find(SubscriptionKey key);

    /** Those of a tenant by id, after an id. */
    List<Subscription> page(String tenant, Optional<String> after, int limit);

    /**
     * Changes one subscription, one change at a time. {@code decide} is given what is there and may be called on another thread; the
     * stage ends with what it decided once that is done, and never with an exception that was to be expected.
     */
    CompletionStage<Checked<Decision>> change(SubscriptionKey key, Function<Present, Decision> decide);

    /**
     * What there is before a change.
     *
     * @param deleted whether it is known that there was one and it was deleted
     * @param ofTenant how many the tenant has
     */
    record Present(Optional<Subscription> subscription, boolean deleted, int ofTenant) {}

    /** What to do. */
    sealed interface Decision {
        <T> T fold(Function<Save, T> save, Function<Remove, T> remove, Function<Leave, T> leave);
    }

    /**
     * Puts it there.
     *
     * @param created whether there was none before
     * @param shown the secret that the caller has to be told, if it is new
     */
    record Save(Subscription subscription, boolean created, Optional<SigningSecret> shown) implements Decision {
        @Override
        public <T> T fold(Function<Save, T> save, Function<Remove, T> remove, Function<Leave, T> leave) {
            return save.apply(this);
        }
    }

    /** Takes it away. */
    record Remove() implements Decision {
        @Override
        public <T> T fold(Function<Save, T> save, Function<Remove, T> remove, Function<Leave, T> leave) {
            return remove.apply(this);
        }
    }

    /** Changes nothing, for a reason or, without one, because it is as it should be. */
    record Leave(Optional<Problem> reason) implements Decision {
        @Override
        public <T> T fold(Function<Save, T> save, Function<Remove, T> remove, Function<Leave, T> leave) {
            return leave.apply(this);
        }
    }
}
