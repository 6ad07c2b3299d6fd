package io.fanwire.bench.scenario;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the platform of a run is.
 *
 * @param dispatcher settings beside the usual ones
 * @param dispatcherJvm options beside the usual ones
 * @param detour whether the dispatchers reach the broker through a proxy
 * @param brokerShell what a shell does before the broker starts
 * @param sinkHost the loopback address that the callbacks are on
 */
public record Setup(
        int dispatchers,
        int partitions,
        List<Duration> tiers,
        Map<String, String> dispatcher,
        Map<String, String> gateway,
        List<String> dispatcherJvm,
        boolean detour,
        String brokerShell,
        String sinkHost) {

    public Setup {
        tiers = List.copyOf(tiers);
        dispatcher = Map.copyOf(dispatcher);
        gateway = Map.copyOf(gateway);
        dispatcherJvm = List.copyOf(dispatcherJvm);
    }

    /** So many dispatchers, 8 partitions, tiers of 1, 3 and 9 s. */
    static Setup of(int dispatchers) {
        return new Setup(
                dispatchers,
                8,
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9)),
                Map.of(),
                Map.of(),
                List.of(),
                false,
                "",
                "127.0.0.1");
    }

    Setup with(String dispatcherSetting, String value) {
        Map<String, String> more = new HashMap<>(dispatcher);
        more.put(dispatcherSetting, value);
        return new Setup(dispatchers, partitions, tiers, more, gateway, dispatcherJvm, detour, brokerShell, sinkHost);
    }

    Setup withDetour() {
        return new Setup(
                dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, true, brokerShell, sinkHost);
    }

    Setup withTiers(List<Duration> others) {
        return new Setup(
                dispatchers, partitions, others, dispatcher, gateway, dispatcherJvm, detour, brokerShell, sinkHost);
    }

    Setup withDispatcherJvm(List<String> options) {
        return new Setup(dispatchers, partitions, tiers, dispatcher, gateway, options, detour, brokerShell, sinkHost);
    }

    Setup withBrokerShell(String shell) {
        return new Setup(dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, detour, shell, sinkHost);
    }

    /** A setting of the gateway and of the dispatchers. */
    Setup withBoth(String setting, String value) {
        Map<String, String> gateways = new HashMap<>(gateway);
        gateways.put(setting, value);
        Map<String, String> both = new HashMap<>(dispatcher);
        both.put(setting, value);
        return new Setup(dispatchers, partitions, tiers, both, gateways, dispatcherJvm, detour, brokerShell, sinkHost);
    }

    Setup withSinkHost(String host) {
        return new Setup(dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, detour, brokerShell, host);
    }

    Duration longestTier() {
        return tiers.get(tiers.size() - 1);
    }
}
