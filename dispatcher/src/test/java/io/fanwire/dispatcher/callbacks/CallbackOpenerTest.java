package io.fanwire.dispatcher.callbacks;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallbackOpenerTest {
    private static final String URL = "https://hooks.example.com/in";

    @TempDir
    private Path folder;

    private SecretSealer sealer;
    private CallbackOpener opener;

    @BeforeEach
    void makeAKeySet() {
        sealer = SecretSealer.createOrOpen(folder.resolve("keys.json"));
        opener = new CallbackOpener(sealer, new EgressGuard(EgressRules.strict()));
    }

    private Subscription.SealedSecret sealed(String secret, String owner) {
        return new Subscription.SealedSecret(Payload.of(sealer.seal(secret.getBytes(UTF_8), owner)), Optional.of(NOW));
    }

    private static Subscription subscription(String url, Subscription.SealedSecret... secrets) {
        return Samples.subscription(
                KEY,
                url,
                new Subscription.Signing(Subscription.Signing.STANDARD, List.of(secrets)),
                Duration.ofSeconds(15),
                32);
    }

    private static String why(Lookup lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Broken.class);
        return ((Lookup.Broken) lookup).why();
    }

    @Test
    void aSubscriptionIsOpenedWithItsAddressAndItsSecretsInOrder() {
        Lookup lookup = opener.open(
                subscription(URL, sealed("new secret", KEY.toString()), sealed("old secret", KEY.toString())), 9);

        assertThat(lookup).isInstanceOfSatisfying(Lookup.Found.class, found -> {
            assertThat(found.callback().url().toString()).isEqualTo(URL);
            assertThat(found.callback().position()).isEqualTo(9);
            assertThat(found.callback().keys())
                    .extracting(key -> new String(key.key().getEncoded(), UTF_8))
                    .containsExactly("new secret", "old secret");
            assertThat(found.callback().keys().get(0).validAt(NOW.minusMillis(1)))
                    .isTrue();
            assertThat(found.callback().keys().get(0).validAt(NOW)).isFalse();
        });
    }

    @Test
    void neitherACallbackNorAKeyShowsASecret() {
        Lookup lookup = opener.open(subscription(URL, sealed("new secret", KEY.toString())), 9);

        assertThat(lookup.toString()).doesNotContain("secret");
        assertThat(((Lookup.Found) lookup).callback().keys().toString()).isEqualTo("[signing key]");
    }

    @Test
    void aSecretOfAnotherSubscriptionDoesNotOpen() {
        String why = why(
                opener.open(subscription(URL, sealed("a secret", key("another").toString())), 9));

        assertThat(why).isEqualTo("a signing secret does not open with this key set");
    }

    @Test
    void bytesThatWereNeverSealedDoNotOpen() {
        var rubbish = new Subscription.SealedSecret(Payload.utf8("rubbish"), Optional.empty());

        assertThat(why(opener.open(subscription(URL, rubbish), 9))).contains("does not open");
    }

    @Test
    void anEmptySecretIsNone() {
        assertThat(why(opener.open(subscription(URL, sealed("", KEY.toString())), 9)))
                .contains("empty");
    }

    @Test
    void anAddressThatIsRefusedNamesTheRule() {
        assertThat(opener.open(subscription("http://hooks.example.com/in"), 9))
                .isEqualTo(new Lookup.Forbidden("http", Subscription.Retry.DEFAULT));
        assertThat(opener.open(subscription("rubbish"), 9)).isInstanceOf(Lookup.Forbidden.class);
    }
}
