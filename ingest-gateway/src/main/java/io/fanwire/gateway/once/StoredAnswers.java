package io.fanwire.gateway.once;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers as they lie in the log: compressed, then sealed, since some show a secret that is shown once. Any thread may use it. */
final class StoredAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(StoredAnswers.class);
    private static final int MOST = 16 << 20;

    private final SecretSealer sealer;

    StoredAnswers(SecretSealer sealer) {
        this.sealer = sealer;
    }

    /** Whether an answer is one to keep: it tells that something was done. All others were refusals, and may be tried anew. */
    static boolean worthKeeping(Answer answer) {
        return answer.status() / 100 == 2 && answer.content().isEmpty();
    }

    /** {@code owner}: whom it opens for. */
    Payload seal(Answer answer, String owner) {
        ObjectNode json = JsonText.object().put("status", answer.status());
        ObjectNode headers = json.putObject("headers");
        answer.headers().forEach(headers::put);
        answer.body().ifPresent(body -> json.set("body", body));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(JsonText.bytes(json));
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory", impossible);
        }
        return Payload.of(sealer.seal(bytes.toByteArray(), bound(owner)));
    }

    /** The answer that was kept. */
    Answer open(Payload sealed, String owner) {
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(sealer.open(sealed.bytes(), bound(owner))))) {
            return JsonText.objectOf(in.readNBytes(MOST)).fold(StoredAnswers::read, problem -> Answer.of(lost()));
        } catch (SealException | IOException unreadable) {
            LOG.atError().addKeyValue("error", unreadable.toString()).log("a kept answer cannot be read");
            return Answer.of(lost());
        }
    }

    private static Answer read(ObjectNode json) {
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        Optional<ObjectNode> body =
                json.get("body") instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        JsonNode status = json.path("status");
        return new Answer(status.asInt(), headers, body, Optional.empty(), Optional.empty());
    }

    private static Problem lost() {
        return Problem.internal();
    }

    private static String bound(String owner) {
        return "idempotency/" + owner;
    }
}
