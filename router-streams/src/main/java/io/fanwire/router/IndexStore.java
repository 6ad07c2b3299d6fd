package io.fanwire.router;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The store a global topic must have in Kafka Streams. It holds nothing: {@link IndexProcessor} writes to {@link SubscriptionIndex},
 * at start (Streams restores a global store through its processor, before any stream thread runs) and from then on.
 */
final class IndexStore implements StateStore {
    private static final String NAME = "subscription-index";

    /** Owned by the global thread. */
    private boolean open;

    private IndexStore() {}

    static StoreBuilder<IndexStore> builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {
            throw new IllegalStateException("restored through the processor");
        });
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** A builder without options: there is nothing to cache, and a global store is its own log. */
    private static final class Builder implements StoreBuilder<IndexStore> {
        @Override
        public StoreBuilder<IndexStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<IndexStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<IndexStore> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<IndexStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public IndexStore build() {
            return new IndexStore();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
