package io.fanwire.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.receiver.Receiver;
import io.fanwire.local.receiver.SigningSecret;
import io.fanwire.schemas.SubscriptionKey;
import java.time.InstantSource;

/** One of the demo's callbacks with the subscription that points at it. */
record DemoCallback(DemoPart part, Receiver receiver) implements AutoCloseable {

    /** Starts the receiver, then subscribes it. */
    static DemoCallback start(DemoPart part, GatewayClient gateway, String topic) {
        String secret = SigningSecret.make();
        Receiver receiver = Receiver.start(0, secret, part.script(), InstantSource.system(), received -> {});
        ObjectNode subscription = Json.object()
                .put("topic", topic)
                .put("url", receiver.url())
                .put("timeout", "5s")
                .put("description", "demo: " + part.behaviour());
        subscription.putObject("signing").put("style", "standard").put("secret", secret);
        part.types().ifPresent(pattern -> subscription.putArray("types").add(pattern));
        if (!part.schedule().isEmpty()) {
            subscription.putObject("retry").set("schedule", Json.tree(part.schedule()));
        }
        gateway.putSubscription(id(part), subscription);
        return new DemoCallback(part, receiver);
    }

    SubscriptionKey key() {
        return new SubscriptionKey("default", id(part));
    }

    private static String id(DemoPart part) {
        return "demo-" + part.text();
    }

    @Override
    public void close() {
        receiver.close();
    }
}
