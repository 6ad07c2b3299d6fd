package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.SealedSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretRotationTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theOldSecretSignsUntilTheOverlapEnds() {
        Subscription rotated = rotate(signed(), Duration.ofHours(1), NOW);

        assertThat(ends(rotated)).containsExactly(Optional.empty(), Optional.of(NOW.plusSeconds(3600)));
    }

    @Test
    void withoutAnOverlapTheOldSecretEndsAtOnce() {
        assertThat(ends(rotate(signed(), Duration.ZERO, NOW))).containsExactly(Optional.empty());
    }

    @Test
    void aSecretThatIsRunningOutIsNotGivenMoreTimeAndAnEndedOneGoes() {
        Subscription once = rotate(signed(), Duration.ofMinutes(10), NOW);
        Instant later = NOW.plus(Duration.ofMinutes(5));
        Subscription twice = rotate(once, Duration.ofHours(1), later);

        assertThat(ends(twice))
                .containsExactly(
                        Optional.empty(),
                        Optional.of(later.plus(Duration.ofHours(1))),
                        Optional.of(NOW.plus(Duration.ofMinutes(10))));
        assertThat(ends(rotate(twice, Duration.ofHours(1), NOW.plus(Duration.ofMinutes(30)))))
                .hasSize(3)
                .doesNotContain(Optional.of(NOW.plus(Duration.ofMinutes(10))));
    }

    @Test
    void thereAreNeverMoreThanThree() {
        Subscription subscription = signed();
        for (int i = 0; i < 10; i++) {
            subscription = rotate(subscription, Duration.ofHours(1), NOW.plusSeconds(i));
        }

        assertThat(subscription.signing().secrets()).hasSize(3);
        assertThat(ends(subscription).get(0)).isEmpty();
    }

    /** Where one signature has room, a secret that was never put to use gives way; the one in use keeps its time. */
    @Test
    void ofASingleSignaturesSecretsTheOneInUseKeepsItsTimeAndOnlyTheNewestWaits() {
        Subscription plain = signed();
        Subscription github = plain.with(
                new Subscription.Signing(SigningStyle.GITHUB, plain.signing().secrets()), NOW);
        SealedSecret first = github.signing().secrets().get(0);
        Subscription twice = github;
        for (int i = 0; i < 5; i++) {
            twice = rotate(twice, Duration.ofHours(1), NOW.plusSeconds(i));
        }

        assertThat(ends(twice)).containsExactly(Optional.empty(), Optional.of(NOW.plusSeconds(3600)));
        assertThat(twice.signing().secrets().get(1).sealed()).isEqualTo(first.sealed());
        assertThat(ends(rotate(twice, Duration.ofHours(1), NOW.plusSeconds(3600))))
                .as("the one that waited is in use by then")
                .containsExactly(Optional.empty(), Optional.of(NOW.plusSeconds(7200)));
    }

    private Subscription rotate(Subscription subscription, Duration overlap, Instant now) {
        SecretSealer sealer = SecretSealer.createOrOpen(folder.resolve("keyset.json"));
        SecretRotation rotation = new SecretRotation(overlap, Optional.empty());
        return subscription.with(
                rotation.applied(subscription, SigningSecret.random(SigningStyle.STANDARD), sealer, now), now);
    }

    private Subscription signed() {
        SecretSealer sealer = SecretSealer.createOrOpen(folder.resolve("keyset.json"));
        Subscription plain = SubscriptionTableTest.subscription("t", "a");
        return plain.with(
                new Subscription.Signing(
                        Subscription.Signing.STANDARD,
                        List.of(SigningSecret.random(SigningStyle.STANDARD).seal(sealer, plain.key()))),
                NOW);
    }

    private static List<Optional<Instant>> ends(Subscription subscription) {
        return subscription.signing().secrets().stream()
                .map(SealedSecret::validUntil)
                .toList();
    }
}
