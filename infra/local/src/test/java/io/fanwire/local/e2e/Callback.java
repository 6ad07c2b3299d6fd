package io.fanwire.local.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.receiver.Counts;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Receiver;
import io.fanwire.local.receiver.Script;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A receiver and the subscription that points at it. */
final class Callback implements AutoCloseable {
    private final String id;
    private final Receiver receiver;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private Callback(String id, String secret, Script script) {
        this.id = id;
        this.receiver = Receiver.start(0, secret, script, InstantSource.system(), received::add);
    }

    /** Subscribes a new receiver; {@code more} may add to the subscription. */
    static Callback subscribe(GatewayClient client, String id, String topic, Script script, Consumer<ObjectNode> more) {
        String secret = secret(id);
        Callback callback = new Callback(id, secret, script);
        ObjectNode subscription = Json.object().put("topic", topic).put("url", callback.receiver.url());
        subscription.putObject("signing").put("style", "standard").put("secret", secret);
        more.accept(subscription);
        client.putSubscription(id, subscription);
        return callback;
    }

    static String secret(String id) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (id.hashCode() >> i);
        }
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    String id() {
        return id;
    }

    List<Received> received() {
        return received;
    }

    Counts counts() {
        return receiver.counts();
    }

    void follow(Script script) {
        receiver.follow(script);
    }

    @Override
    public void close() {
        receiver.close();
    }
}
