package io.fanwire.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The delays that have a retry topic of their own. All records of one wait equally long, so first in is first due; any longer delay
 * is a sum of tiers, walked largest first.
 */
public record Tiers(List<Tier> all) {
    /** 5 s, 1 m, 5 m, 30 m, 2 h, 5 h, 10 h. */
    public static final List<Duration> DEFAULT = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10));

    /** One delay and the topic that keeps it. */
    public record Tier(Duration delay, String topic) {}

    public Tiers {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one retry tier is needed");
        }
        if (all.get(0).delay().isZero() || all.get(0).delay().isNegative()) {
            throw new IllegalArgumentException("retry tiers must wait: " + all);
        }
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).delay().compareTo(all.get(i - 1).delay()) <= 0) {
                throw new IllegalArgumentException("retry tiers must grow: " + all);
            }
        }
    }

    /** Tiers of these delays, in topics named {@code <deliveries>.retry.<delay>}. */
    static Tiers of(List<Duration> delays, String deliveriesTopic) {
        List<Tier> tiers = new ArrayList<>();
        for (Duration delay : delays) {
            tiers.add(new Tier(delay, deliveriesTopic + ".retry." + text(delay)));
        }
        return new Tiers(tiers);
    }

    public Tier smallest() {
        return all.get(0);
    }

    public Tier largest() {
        return all.get(all.size() - 1);
    }

    /** The largest tier that is no longer than what remains to wait; empty when the rest is shorter than every tier. */
    public Optional<Tier> next(Duration remaining) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).delay().compareTo(remaining) <= 0) {
                return Optional.of(all.get(i));
            }
        }
        return Optional.empty();
    }

    /** The tier kept in a topic; empty for other topics. */
    public Optional<Tier> ofTopic(String topic) {
        return all.stream().filter(tier -> tier.topic().equals(topic)).findFirst();
    }

    private static String text(Duration delay) {
        if (delay.toMillis() % 1000 != 0) {
            return delay.toMillis() + "ms";
        }
        long seconds = delay.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
