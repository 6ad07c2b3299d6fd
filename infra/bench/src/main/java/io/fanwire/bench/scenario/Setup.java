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
 */
public record Setup(
        int dispatchers,
        int partitions,
        List<Duration> tiers,
        Map<String, String> dispatcher,
        Map<String, String> gateway,
        List<String> dispatcherJvm,
        Set<String> detoured,
        String brokerShell) {

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
                "");
    }

    Setup with(String dispatcherSetting, String value) {
        Map<String, String> more = new HashMap<>(dispatcher);
        more.put(dispatcherSetting, value);
        return new Setup(dispatchers, partitions, tiers, more, gateway, dispatcherJvm, detoured, brokerShell);
    }

    /** All of them. */
    Setup withDetour() {
        return withDetourOf(
                IntStream.range(0, dispatchers).mapToObj(n -> "d" + n).toArray(String[]::new));
    }

    Setup withDetourOf(String... names) {
        return new Setup(
                dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, Set.of(names), brokerShell);
    }

    Setup withTiers(List<Duration> others) {
        return new Setup(dispatchers, partitions, others, dispatcher, gateway, dispatcherJvm, detoured, brokerShell);
    }

    Setup withDispatcherJvm(List<String> options) {
        return new Setup(dispatchers, partitions, tiers, dispatcher, gateway, options, detoured, brokerShell);
    }

    Setup withBrokerShell(String shell) {
        return new Setup(dispatchers, partitions, tiers, dispatcher, gateway, dispatcherJvm, detoured, shell);
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
