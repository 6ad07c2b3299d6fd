package io.fanwire.bench.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All scenarios there are. */
public final class Catalogue {
    private Catalogue() {}

    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(Kills.all());
        all.addAll(Scaling.all());
        all.addAll(Callbacks.all());
        all.addAll(Breakdowns.all());
        all.addAll(Records.all());
        all.addAll(Clocks.all());
        all.addAll(Endurance.all());
        all.addAll(Redrives.all());
        all.addAll(Orders.all());
        all.addAll(Changes.all());
        all.addAll(Outages.all());
        all.addAll(Forbidden.all());
        all.addAll(Hostile.all());
        all.sort(Comparator.comparing(Scenario::id));
        return List.copyOf(all);
    }

    public static Optional<Scenario> find(String id) {
        return all().stream()
                .filter(scenario -> scenario.id().equalsIgnoreCase(id))
                .findFirst();
    }
}
