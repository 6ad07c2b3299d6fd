package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.CallbackOpener;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The request of an attempt with 1 KB, signed in the standard way with one secret; and of that the signature alone. */
@State(Scope.Thread)
public class RequestsBenchmark {
    private static final byte[] SECRET = "thirty-two bytes of a key, or so".getBytes(UTF_8);

    private final Requests requests = new Requests("fanwire.example");
    private final Signer signer = new Signer();
    private final Callback callback = opened();
    private final Delivery delivery = Samples.delivery();
    private final Signer.Message message = new Signer.Message(
            delivery.messageId(), Samples.NOW, callback.url(), "", delivery.contentType(), delivery.body());

    @Benchmark
    public Object signature() {
        return signer.headers(callback.subscription().signing(), callback.keys(), message);
    }

    @Benchmark
    public Object signedRequest() {
        FullHttpRequest request = requests.of(callback, delivery, Samples.NOW);
        request.release();
        return request;
    }

    @TearDown
    public void prove() throws GeneralSecurityException {
        FullHttpRequest request = requests.of(callback, delivery, Samples.NOW);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        mac.update((delivery.messageId() + "." + Samples.NOW.getEpochSecond() + ".").getBytes(UTF_8));
        String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(Samples.ORDER.bytes()));
        Proof.that(signature.equals(request.headers().get("webhook-signature")), "the request is signed");
        Proof.that(request.content().readableBytes() == Samples.ORDER.size(), "the request has its body");
        request.release();
    }

    /** From the sealed secret, as in production. */
    private static Callback opened() {
        try {
            Path folder = Files.createTempDirectory("fanwire-bench-keys");
            Path keys = folder.resolve("keys.json");
            SecretSealer sealer = SecretSealer.createOrOpen(keys);
            Files.delete(keys);
            Files.delete(folder);
            Payload sealed = Payload.of(sealer.seal(SECRET, Seal.SIGNING.boundTo(Samples.KEY)));
            Subscription.Signing signing = new Subscription.Signing(
                    Subscription.Signing.STANDARD, List.of(new Subscription.SealedSecret(sealed, Optional.empty())));
            Lookup lookup = new CallbackOpener(sealer, new EgressGuard(EgressRules.strict()))
                    .open(Samples.subscription(Samples.KEY, signing), 17);
            return ((Lookup.Found) lookup).callback();
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for keys", e);
        }
    }
}
