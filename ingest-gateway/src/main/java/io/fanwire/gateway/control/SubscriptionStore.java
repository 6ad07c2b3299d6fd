package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** Keeps subscriptions. Reading answers from memory; a change that ended is seen by every read after it. */
public interface SubscriptionStore {
    Optional<Subscription> find(SubscriptionKey key);

    /** Those of a tenant that are wanted, by id, after an id. */
    List<Subscription> page(String tenant, Optional<String> after, int limit, Predicate<Subscription> wanted);

    /** The offset of the last record that reading shows, or one behind it: who has read up to there knows as much. */
    long position();

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
     * @param expressions how many characters the filters and transforms of the tenant have together
     */
    record Present(Optional<Subscription> subscription, boolean deleted, int ofTenant, long expressions) {}

    /** What to do. */
    sealed interface Decision {
        <T> T fold(Cases<T> cases);
    }

    /** One answer for every decision; a new decision breaks the build wherever one is missing. */
    interface Cases<T> {
        T save(Save decision);

        T keep(Keep decision);

        T ask(Ask decision);

        T remove(Remove decision);

        T leave(Leave decision);
    }

    /**
     * Puts it there.
     *
     * @param created whether there was none before
     * @param shown the secret that the caller has to be told, if it is new
     */
    record Save(Subscription subscription, boolean created, Optional<SigningSecret> shown) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.save(this);
        }
    }

    /** It is there as it is wanted, so nothing is written. */
    record Keep(Subscription subscription) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.keep(this);
        }
    }

    /** Changes nothing yet: its callback has to be asked whether it wants this. */
    record Ask(Subscription wanted) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.ask(this);
        }
    }

    /** Takes it away. */
    record Remove() implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.remove(this);
        }
    }

    /** Changes nothing, for a reason or, without one, because there is nothing, as there should be. */
    record Leave(Optional<Problem> reason) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.leave(this);
        }
    }
}
