package io.fanwire.gateway;

import io.fanwire.gateway.access.Rates;
import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.runtime.Settings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of who may call a gateway and how often, each with its meaning. */
final class AccessSettings {
    static final String TENANT_KEYS = "gateway.max.tenant.keys";
    private static final String TENANT_INFLIGHT = "gateway.max.tenant.inflight.bytes";

    private static final String KEY_REQUESTS = "gateway.rate.key.requests";
    private static final String KEY_BYTES = "gateway.rate.key.bytes";
    private static final String TENANT_REQUESTS = "gateway.rate.tenant.requests";
    private static final String TENANT_BYTES = "gateway.rate.tenant.bytes";
    private static final long MIB = 1024 * 1024;

    private AccessSettings() {}

    static ConfigDef define(ConfigDef def) {
        return JwtSettings.define(rates(quotas(def)));
    }

    private static ConfigDef quotas(ConfigDef def) {
        return def.define(
                        TENANT_KEYS,
                        Type.INT,
                        100,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Most keys of one tenant, and most platform keys.")
                .define(
                        TENANT_INFLIGHT,
                        Type.LONG,
                        32 * MIB,
                        Range.atLeast(MIB),
                        Importance.LOW,
                        "Of gateway.max.inflight.bytes, the most that one tenant may take; above it the answer is 429.");
    }

    private static ConfigDef rates(ConfigDef def) {
        return def.define(
                        KEY_REQUESTS,
                        Type.LONG,
                        1000,
                        Range.between(0, 1_000_000),
                        Importance.MEDIUM,
                        "Requests a second of one tenant key at one gateway, above which the answer is 429; 0: no limit."
                                + " Platform keys have none.")
                .define(
                        KEY_BYTES,
                        Type.LONG,
                        32 * MIB,
                        Range.between(0, 1024 * MIB),
                        Importance.MEDIUM,
                        "Bytes of bodies a second of one tenant key, likewise.")
                .define(
                        TENANT_REQUESTS,
                        Type.LONG,
                        2000,
                        Range.between(0, 1_000_000),
                        Importance.MEDIUM,
                        "Requests a second for one tenant at one gateway, with its own keys or with a platform key that names it in"
                                + " Fanwire-Tenant; 0: no limit.")
                .define(
                        TENANT_BYTES,
                        Type.LONG,
                        64 * MIB,
                        Range.between(0, 1024 * MIB),
                        Importance.MEDIUM,
                        "Bytes of bodies a second for one tenant, likewise.");
    }

    static AdmissionGate gate(Settings settings) {
        return new AdmissionGate(
                settings.longNumber(GatewaySettings.INFLIGHT_BYTES), settings.longNumber(TENANT_INFLIGHT));
    }

    static Rates rates(Settings settings) {
        return new Rates(
                settings.longNumber(KEY_REQUESTS),
                settings.longNumber(KEY_BYTES),
                settings.longNumber(TENANT_REQUESTS),
                settings.longNumber(TENANT_BYTES));
    }
}
