package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.Delivery;

/** A dead letter as its tenant sees it. The body is not in it. */
final class DeadLetterJson {
    private DeadLetterJson() {}

    static ObjectNode of(DeadLetter letter, boolean redriven) {
        Delivery delivery = letter.delivery();
        ObjectNode json = JsonText.object()
                .put("deliveryId", delivery.id())
                .put("generation", delivery.progress().generation())
                .put("subscription", delivery.subscription().id());
        json.putObject("event")
                .put("id", delivery.origin().eventId())
                .put("topic", delivery.origin().topic())
                .put("type", delivery.origin().type())
                .put("time", delivery.origin().time().toString());
        if (delivery.part().index() > 0) {
            json.put("part", delivery.part().index());
        }
        json.put("reason", letter.reason());
        letter.status().ifPresent(status -> json.put("status", status));
        letter.message().ifPresent(message -> json.put("message", message));
        letter.attempts().ifPresent(attempts -> json.put("attempts", attempts));
        letter.firstAt().ifPresent(at -> json.put("firstAt", at.toString()));
        letter.lastAt().ifPresent(at -> json.put("lastAt", at.toString()));
        letter.url().ifPresent(url -> json.put("url", url));
        return json.put("at", letter.at().toString())
                .put("partition", letter.partition())
                .put("offset", letter.offset())
                .put("redriven", redriven);
    }
}
