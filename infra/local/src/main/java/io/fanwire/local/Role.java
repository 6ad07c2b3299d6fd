package io.fanwire.local;

import io.fanwire.dispatcher.Dispatcher;
import io.fanwire.gateway.IngestGateway;
import io.fanwire.router.Router;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Settings;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** A service that can run on its own: its settings, its usual ops port and how it is made. */
public enum Role {
    GATEWAY(9080),
    ROUTER(9081),
    DISPATCHER(9082);

    private final int opsPort;

    Role(int opsPort) {
        this.opsPort = opsPort;
    }

    public ConfigDef config() {
        return switch (this) {
            case GATEWAY -> IngestGateway.config();
            case ROUTER -> Router.config();
            case DISPATCHER -> Dispatcher.config();
        };
    }

    public Service make(Settings settings, Metrics metrics) {
        return switch (this) {
            case GATEWAY -> new IngestGateway(settings, metrics);
            case ROUTER -> new Router(settings, metrics);
            case DISPATCHER -> new Dispatcher(settings, metrics);
        };
    }

    public int opsPort() {
        return opsPort;
    }

    /** The word used on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
