package io.fanwire.local.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.seal.KeyRotation;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topic is played by a list; others write to it between a look and a write. */
class SealedRecordsTest {
    private static final SubscriptionKey KEY = new SubscriptionKey("acme", "sub_1");

    @TempDir
    private Path folder;

    private SecretSealer sealer;
    private SealedRecords records;
    private long end;

    @BeforeEach
    void make() {
        sealer = SecretSealer.createOrOpen(folder.resolve("keys.json"));
        records = new SealedRecords(sealer);
        end = 0;
    }

    private void rotate() {
        new KeyRotation(KeySetSource.ofFile(folder.resolve("keys.json"))).rotate();
    }

    private Payload seal(Seal use, String text) {
        return Payload.of(sealer.seal(text.getBytes(UTF_8), use.boundTo(KEY)));
    }

    private String open(Seal use, Payload secret) {
        return new String(sealer.open(secret.bytes(), use.boundTo(KEY)), UTF_8);
    }

    private Subscription subscription(String description) {
        return new Subscription(
                KEY,
                Selection.of(Optional.empty(), List.of()),
                "https://a.example.org/",
                Subscription.Method.POST,
                Subscription.Shape.of(Subscription.Format.JSON),
                new Subscription.Signing(
                        Subscription.Signing.STANDARD,
                        List.of(new Subscription.SealedSecret(seal(Seal.SIGNING, "sign"), Optional.of(Instant.EPOCH)))),
                new Access(
                        Map.of("X-Env", "prod"),
                        Map.of("X-Token", seal(Seal.HEADERS, "token")),
                        Optional.of(new Access.Auth(
                                Access.Auth.BASIC, Map.of("username", "fan"), seal(Seal.AUTH, "pass")))),
                Subscription.Retry.DEFAULT,
                Duration.ofSeconds(15),
                32,
                Optional.empty(),
                Subscription.Ordering.NONE,
                Verification.NONE,
                true,
                Optional.of(description),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
    }

    private long append(Optional<Subscription> subscription) {
        records.read(KEY, end, subscription);
        return end++;
    }

    private SealedRecords.Line line() {
        return records.line(KEY).orElseThrow();
    }

    @Test
    void everySecretIsSealedAnewAndNothingElseChanges() {
        long written = append(Optional.of(subscription("first")));
        assertThat(records.open()).isEmpty();
        rotate();
        assertThat(records.open()).containsExactly(KEY);

        Subscription anew = line().subscription().orElseThrow();

        assertThat(anew.sealedSecrets()).hasSize(3).allSatisfy(secret -> assertThat(
                        sealer.sealedByPrimary(secret.bytes()))
                .isTrue());
        assertThat(open(Seal.SIGNING, anew.signing().secrets().get(0).sealed())).isEqualTo("sign");
        assertThat(open(Seal.HEADERS, anew.access().secretHeaders().getOrDefault("X-Token", Payload.utf8(""))))
                .isEqualTo("token");
        assertThat(open(Seal.AUTH, anew.access().auth().orElseThrow().secret())).isEqualTo("pass");
        assertThat(anew.updatedAt()).isEqualTo(Instant.EPOCH);
        assertThat(anew.resealed()).contains(new Subscription.Resealed(written, written));
        append(Optional.of(anew));
        assertThat(records.open()).isEmpty();
        assertThat(records.secretsByKey()).hasSize(1).containsValue(3);
    }

    @Test
    void theRecordOfItsOwnerIsRememberedOverSeveralRotations() {
        long written = append(Optional.of(subscription("first")));
        rotate();
        long copied = append(line().subscription());
        rotate();

        assertThat(line().subscription().orElseThrow().resealed()).contains(new Subscription.Resealed(written, copied));
    }

    @Test
    void whoWroteAtTheSameMomentIsNotCoveredUp() {
        append(Optional.of(subscription("first")));
        rotate();
        Optional<Subscription> late = line().subscription();
        long edit = append(Optional.of(subscription("edited")));
        long cover = append(late);

        assertThat(records.open()).containsExactly(KEY);
        Subscription repaired = line().subscription().orElseThrow();
        assertThat(repaired.description()).contains("edited");
        assertThat(repaired.resealed()).contains(new Subscription.Resealed(edit, cover));
        append(Optional.of(repaired));
        assertThat(records.open()).isEmpty();
    }

    @Test
    void whoDeletedAtTheSameMomentHasDeleted() {
        append(Optional.of(subscription("first")));
        rotate();
        Optional<Subscription> late = line().subscription();
        append(Optional.empty());
        append(late);

        assertThat(line().subscription()).isEmpty();
        append(Optional.empty());
        assertThat(records.open()).isEmpty();
    }

    @Test
    void anEditAfterwardsIsTheLastWord() {
        append(Optional.of(subscription("first")));
        rotate();
        Optional<Subscription> late = line().subscription();
        append(Optional.of(subscription("edited")));
        append(late);
        append(Optional.of(subscription("edited again")));

        assertThat(records.open()).isEmpty();
    }

    @Test
    void oneThatDoesNotOpenIsLeftAloneAndCounted() {
        Subscription foreign = subscription("first");
        rotate();
        new KeyRotation(KeySetSource.ofFile(folder.resolve("keys.json"))).prune();
        append(Optional.of(foreign));

        assertThat(records.line(KEY)).isEmpty();
        assertThat(records.open()).isEmpty();
        assertThat(records.closed()).isEqualTo(1);
    }

    @Test
    void oneThatCannotBeReadIsLeftAloneAndCounted() {
        append(Optional.of(subscription("first")));
        rotate();
        records.unreadable(KEY);

        assertThat(records.open()).isEmpty();
        assertThat(records.unreadable()).isEqualTo(1);
    }

    /** Random interleavings of a reader that is late by up to three records: the last edit is always what is there in the end. */
    @Test
    void inAnyOrderTheLastEditStands() {
        long seed = Long.getLong("fanwire.seed", 42);
        Random random = new Random(seed);
        for (int run = 0; run < 40; run++) {
            make();
            String last = "edit 0";
            append(Optional.of(subscription(last)));
            rotate();
            for (int step = 1; step < 8; step++) {
                if (random.nextBoolean()) {
                    last = "edit " + step;
                    append(Optional.of(subscription(last)));
                } else {
                    Optional<Subscription> mine = records.line(KEY).flatMap(SealedRecords.Line::subscription);
                    boolean edited = random.nextBoolean();
                    if (edited) {
                        last = "edit " + step;
                        append(Optional.of(subscription(last)));
                    }
                    mine.ifPresent(subscription -> append(Optional.of(subscription)));
                }
            }
            while (!records.open().isEmpty()) {
                append(line().subscription());
            }
            rotate();
            assertThat(line().subscription().orElseThrow().description())
                    .as("seed %d, run %d", seed, run)
                    .contains(last);
        }
    }
}
