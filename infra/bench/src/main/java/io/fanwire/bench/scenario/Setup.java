package io.fanwire.bench.scenario;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the platform of a run is.
 *
 * @param dispatcher settings beside the usual ones
 * @param dispatcherJvm options beside the usual ones; {name} stands for the dispatcher's
 * @param detoured the dispatchers that reach the broker through a proxy
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
        Set<String> detoured,
        String brokerShell,
        String sinkHost) {

    public Setup {
        tiers = List.copyOf(tiers);
        dispatcher = Map.copyOf(dispatcher);
        gateway = Map.copyOf(gateway);
        dispatcherJvm = List.copyOf(dispatcherJvm);
        detoured = Set.copyOf(detoured);
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
                Set.of(),
                "",
                "127.0.0.1");
    }

    Setup with(String dispatcherSetting, String value) {
        return with(tiers, plus(dispatcher, dispatcherSetting, value), gateway, dispatcherJvm, detoured);
    }

    Setup withGateway(String setting, String value) {
        return with(tiers, dispatcher, plus(gateway, setting, value), dispatcherJvm, detoured);
    }

    /** A setting of the gateway and of the dispatchers. */
    Setup withBoth(String setting, String value) {
        return with(tiers, plus(dispatcher, setting, value), plus(gateway, setting, value), dispatcherJvm, detoured);
    }

    /** All of them. */
    Setup withDetour() {
        return withDetourOf(
                IntStream.range(0, dispatchers).mapToObj(n -> "d" + n).toArray(String[]::new));
    }

    Setup withDetourOf(String... names) {
        return with(tiers, dispatcher, gateway, dispatcherJvm, Set.of(names));
    }

    Setup withTiers(List<Duration> others) {
        return with(others, dispatcher, gateway, dispatcherJvm, detoured);
    }

    Setup withDispatcherJvm(List<String> options) {
        return with(tiers, dispatcher, gateway, options, detoured);
    }

    Setup withBrokerShell(String shell) {
        return new Setup(dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, detoured, shell, sinkHost);
    }

    Setup withSinkHost(String host) {
        return new Setup(
                dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, detoured, brokerShell, host);
    }

    private Setup with(
            List<Duration> newTiers,
            Map<String, String> newDispatcher,
            Map<String, String> newGateway,
            List<String> newJvm,
            Set<String> newDetoured) {
        return new Setup(
                dispatchers,
                partitions,
                newTiers,
                newDispatcher,
                newGateway,
                newJvm,
                newDetoured,
                brokerShell,
                sinkHost);
    }

    private static Map<String, String> plus(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    List<String> dispatcherJvm(String name) {
        return dispatcherJvm.stream()
                .map(option -> option.replace("{name}", name))
                .toList();
    }

    Duration longestTier() {
        return tiers.get(tiers.size() - 1);
    }
}
