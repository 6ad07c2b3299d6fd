package io.fanwire.gateway;

import io.fanwire.gateway.http.ConnectionLimits;
import io.fanwire.runtime.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of how many connections a gateway keeps, each with its meaning. */
final class ConnectionSettings {
    private static final String CONNECTIONS = "gateway.max.connections";
    private static final String ADDRESS_CONNECTIONS = "gateway.max.address.connections";

    private ConnectionSettings() {}

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        CONNECTIONS,
                        Type.INT,
                        2000,
                        Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Most connections to the API; one more is closed at once.")
                .define(
                        ADDRESS_CONNECTIONS,
                        Type.INT,
                        64,
                        Range.between(0, 1_000_000),
                        Importance.MEDIUM,
                        "Most connections from one address, IPv6 counted by /64; 0: no limit, as behind something that has one"
                                + " address for all callers. This machine's own addresses have none.");
    }

    static ConnectionLimits limits(Settings settings) {
        return ConnectionLimits.of(settings.number(CONNECTIONS), settings.number(ADDRESS_CONNECTIONS));
    }
}
