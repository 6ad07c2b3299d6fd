package io.fanwire.gateway.once;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Payload;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredAnswersTest {
    private static final Answer MADE =
            Answer.json(201, JsonText.object().put("key", "fw_a_verysecret")).with("Location", "/v1/keys/a");

    @TempDir
    private Path folder;

    @Test
    void anAnswerComesBackAsItWasAndShowsNothingMeanwhile() {
        StoredAnswers answers = new StoredAnswers(SecretSealer.createOrOpen(folder.resolve("keyset.json")));

        Payload sealed = answers.seal(MADE, "tenant acme/k1");

        assertThat(new String(sealed.bytes(), ISO_8859_1)).doesNotContain("verysecret", "Location");
        assertThat(answers.open(sealed, "tenant acme/k1")).isEqualTo(MADE);
        Answer empty = Answer.empty(204);
        assertThat(answers.open(answers.seal(empty, "x"), "x")).isEqualTo(empty);
    }

    @Test
    void anotherOwnerCannotOpenIt() {
        StoredAnswers answers = new StoredAnswers(SecretSealer.createOrOpen(folder.resolve("keyset.json")));

        Payload sealed = answers.seal(MADE, "tenant acme/k1");

        assertThat(answers.open(sealed, "tenant evil/k1").status()).isEqualTo(500);
        assertThat(answers.open(Payload.utf8("garbage"), "tenant acme/k1").status())
                .isEqualTo(500);
    }

    @Test
    void onlyWhatTellsOfSuccessIsWorthKeeping() {
        assertThat(StoredAnswers.worthKeeping(MADE)).isTrue();
        assertThat(StoredAnswers.worthKeeping(Answer.of(Problem.notFound()))).isFalse();
        assertThat(StoredAnswers.worthKeeping(Answer.of(Problem.unavailable("x"))))
                .isFalse();
    }
}
