package io.fanwire.dispatcher.callbacks;

import static io.fanwire.dispatcher.callbacks.Opened.seal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Access.Auth;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What requests carry, opened. */
final class CredentialsTest {
    private static final Subscription PLAIN = Samples.subscription();

    private static Lookup open(Subscription subscription) {
        return new CallbackOpener(Opened.SEALER, new EgressGuard(EgressRules.of(new HttpUrl.Policy(false, false))))
                .open(subscription, 17);
    }

    private static Callback found(Subscription subscription) {
        Lookup lookup = open(subscription);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).callback();
    }

    private static Optional<String> header(Callback callback, String name) {
        return Optional.ofNullable(callback.credentials().headers().get(name)).map(SecretText::reveal);
    }

    private static String why(Subscription subscription) {
        Lookup lookup = open(subscription);
        assertThat(lookup).isInstanceOf(Lookup.Broken.class);
        return ((Lookup.Broken) lookup).why();
    }

    @Test
    void headersAreOpenedBesideThoseThatAreNoSecret() {
        Callback callback =
                found(Opened.with(PLAIN, Map.of("X-Env", "prod"), Map.of("X-Token", "hush"), "", Map.of(), ""));

        assertThat(header(callback, "X-Env")).contains("prod");
        assertThat(header(callback, "X-Token")).contains("hush");
        assertThat(callback.toString()
                        + callback.credentials()
                        + callback.credentials().headers())
                .doesNotContain("hush");
    }

    @Test
    void basicIsNameAndPassword() {
        Callback callback =
                found(Opened.with(PLAIN, Map.of(), Map.of(), Auth.BASIC, Map.of("username", "Aladdin"), "open sesame"));

        assertThat(header(callback, "authorization")).contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void anApiKeyIsAHeader() {
        assertThat(header(
                        found(Opened.with(
                                PLAIN, Map.of(), Map.of(), Auth.API_KEY, Map.of("header", "X-Api-Key"), "hush")),
                        "X-Api-Key"))
                .contains("hush");
    }

    @Test
    void aGrantIsReadAndShowsNoSecret() {
        TokenGrant grant = found(Opened.with(
                        PLAIN,
                        Map.of(),
                        Map.of(),
                        Auth.OAUTH2,
                        Map.of("tokenUrl", "https://id.example.com/token", "clientId", "fan", "scope", "in out"),
                        "hush"))
                .credentials()
                .grant()
                .orElseThrow();

        assertThat(grant.tokenUrl()).hasToString("https://id.example.com/token");
        assertThat(grant.more()).isEqualTo(Map.of("scope", "in out"));
        assertThat(grant.clientSecret().reveal()).isEqualTo("hush");
        assertThat(grant.toString() + grant.clientSecret()).doesNotContain("hush");
    }

    @Test
    void aTokenUrlThatIsNotAllowedIsNeverAsked() {
        assertThat(why(Opened.with(
                        PLAIN,
                        Map.of(),
                        Map.of(),
                        Auth.OAUTH2,
                        Map.of("tokenUrl", "http://127.0.0.1/token", "clientId", "fan"),
                        "hush")))
                .contains("token URL is not allowed");
    }

    @Test
    void aSecretThatWasMovedToAnotherPlaceDoesNotOpen() {
        Access moved = new Access(Map.of(), Map.of("X-Leak", seal(PLAIN, Seal.AUTH, "hush")), Optional.empty());

        assertThat(why(Opened.with(PLAIN, moved, Optional.empty()))).contains("does not open");
    }

    @Test
    void whatCannotBeUsedBreaksTheSubscriptionAndShowsNothing() {
        assertThat(why(Opened.with(PLAIN, Map.of(), Map.of(), "magic", Map.of(), "hush")))
                .contains("magic")
                .doesNotContain("hush");
        assertThat(why(Opened.with(PLAIN, Map.of(), Map.of(), Auth.BASIC, Map.of(), "hush")))
                .contains("username");
        assertThat(why(Opened.with(PLAIN, Map.of(), Map.of(), Auth.MTLS, Map.of("certificate", "x"), "hush")))
                .contains("certificate")
                .doesNotContain("hush");
    }

    @Test
    void sealingAnewIsNoActOfItsOwner() {
        Subscription anew = Opened.with(PLAIN, PLAIN.access(), Optional.of(new Subscription.Resealed(5, 11)));

        assertThat(found(anew).position()).isEqualTo(5);
        assertThat(found(PLAIN).position()).isEqualTo(17);
    }
}
