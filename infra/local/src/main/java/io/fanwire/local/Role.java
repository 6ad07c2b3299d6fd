package io.fanwire.local;

import io.fanwire.dispatcher.Dispatcher;
import io.fanwire.gateway.IngestGateway;
import io.fanwire.router.Router;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Settings;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;

/** A service that can run on its own: its settings, its usual ops port and how it is made. */
public enum Role {
    GATEWAY(IngestGateway::config, 9080, IngestGateway::new),
    ROUTER(Router::config, 9081, Router::new),
    DISPATCHER(Dispatcher::config, 9082, Dispatcher::new);

    private final Supplier<ConfigDef> config;
    private final int opsPort;
    private final BiFunction<Settings, Metrics, Service> maker;

    Role(Supplier<ConfigDef> config, int opsPort, BiFunction<Settings, Metrics, Service> maker) {
        this.config = config;
        this.opsPort = opsPort;
        this.maker = maker;
    }

    public ConfigDef config() {
        return config.get();
    }

    public int opsPort() {
        return opsPort;
    }

    /** The word used on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Service make(Settings settings, Metrics metrics) {
        return maker.apply(settings, metrics);
    }
}
