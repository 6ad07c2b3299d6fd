package io.fanwire.dispatcher.order;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription.Ordering;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Deliveries of one strict and one keyed subscription, and ends of attempts. */
final class RandomHistory {
    private RandomHistory() {}

    static List<Delivery> deliveries(Random random, int deliveries) {
        List<Delivery> log = new ArrayList<>();
        for (int i = 0; i < deliveries; i++) {
            boolean strict = random.nextInt(4) == 0;
            SubscriptionKey subscription = Samples.key(strict ? "strict" : "keyed");
            Optional<String> key = Optional.of("k" + random.nextInt(6));
            Delivery plain = Samples.delivery("dlv_" + i, subscription);
            Delivery.Origin o = plain.origin();
            Delivery delivery = new Delivery(
                    plain.id(),
                    subscription,
                    plain.subscriptionPosition(),
                    strict ? Ordering.STRICT : Ordering.KEY,
                    new Delivery.Origin(
                            o.eventId(),
                            o.topic(),
                            o.type(),
                            o.time(),
                            o.partition(),
                            o.offset(),
                            key,
                            o.traceparent(),
                            Map.of()),
                    plain.contentType(),
                    plain.body(),
                    plain.progress(),
                    Delivery.Part.WHOLE);
            log.add(delivery);
        }
        return log;
    }

    static Ending ending(Random random) {
        int dice = random.nextInt(10);
        // Only few different due times, so that a former head often has the time of a new one.
        Instant due = Instant.ofEpochSecond(1000 + random.nextInt(2));
        if (dice < 4) {
            return new Ending.Delivered();
        } else if (dice < 5) {
            return new Ending.Over();
        }
        return dice < 9 ? new Ending.Again(due, random.nextBoolean()) : new Ending.Back(random.nextBoolean());
    }
}
