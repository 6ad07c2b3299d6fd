package io.fanwire.gateway;

import io.fanwire.gateway.access.JwtCredentials;
import io.fanwire.gateway.access.KeyCredentials;
import io.fanwire.gateway.access.PortalTokens;
import io.fanwire.gateway.access.RateLimits;
import io.fanwire.gateway.control.KafkaKeyStore;
import io.fanwire.gateway.control.KafkaTopicGrants;
import io.fanwire.gateway.control.KeyRoutes;
import io.fanwire.gateway.control.PortalRoutes;
import io.fanwire.gateway.control.TopicGrants;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.Credentials;
import io.fanwire.gateway.http.Route;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Settings;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of a gateway that knows who may call, for whom, and how often: its wiring is here. */
final class GatewayAccess implements AutoCloseable {
    private final Settings settings;
    private final Authentication platform;
    private final KafkaKeyStore keys;
    private final KafkaTopicGrants grants;
    private final PortalTokens portals;
    private final Optional<JwtCredentials> tokens;

    GatewayAccess(Settings settings, Authentication platform, Cluster cluster, Topics topics, AvroSerdes serdes) {
        this.settings = settings;
        this.platform = platform;
        this.keys = new KafkaKeyStore(
                cluster, topics.keys(), serdes, settings.prefixed("consumer."), settings.prefixed("producer."));
        this.grants = new KafkaTopicGrants(
                cluster, topics.topicGrants(), serdes, settings.prefixed("consumer."), settings.prefixed("producer."));
        this.portals = new PortalTokens(platform.derivedKey("portal"), Clock.systemUTC());
        this.tokens = JwtSettings.credentials(settings, Clock.systemUTC());
    }

    void declare(Metrics metrics) {
        metrics.gauge("gateway.keys", "Keys in this gateway's copy.", keys::size);
    }

    TopicGrants grants() {
        return grants;
    }

    /** The key of the settings, and every other credential there is. */
    Authentication authentication() {
        List<Credentials> others = new ArrayList<>();
        others.add(portals);
        tokens.ifPresent(others::add);
        others.add(new KeyCredentials(keys::find));
        return platform.with(others);
    }

    RateLimits rates() {
        return new RateLimits(AccessSettings.rates(settings));
    }

    List<Route> routes(byte[] cursors, int bodyLimit) {
        int most = settings.number(AccessSettings.TENANT_KEYS);
        return Stream.of(
                        new KeyRoutes(keys, most, Clock.systemUTC(), cursors, bodyLimit).routes(),
                        new PortalRoutes(portals, Clock.systemUTC(), bodyLimit).routes())
                .flatMap(List::stream)
                .toList();
    }

    void start(Duration within) {
        keys.start(within);
        grants.start(within);
        tokens.ifPresent(jwt -> jwt.start(settings.duration(JwtSettings.REFRESH)));
    }

    boolean live() {
        return keys.live() && grants.live();
    }

    boolean ready() {
        return keys.ready() && grants.ready();
    }

    @Override
    public void close() {
        tokens.ifPresent(JwtCredentials::close);
        grants.close();
        keys.close();
    }
}
