package io.fanwire.gateway.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.gateway.event.Envelope.Member;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the members of event envelopes and where their values lie. One pass over the tokens, so that all of the text is known to be
 * JSON when it is done, and nothing of it is written again.
 */
final class EnvelopeReader {
    /** No event has so many; a member that a body needs six bytes for would take a hundred here. */
    private static final int MOST_MEMBERS = 100;

    private EnvelopeReader() {}

    /** One value, of whatever kind. */
    static Checked<Envelope> one(byte[] json) {
        return JsonText.parse(json, parser -> Checked.ok(envelope(parser, json)));
    }

    /** The elements of an array. */
    static Checked<List<Envelope>> array(byte[] json, int maxItems) {
        return JsonText.parse(json, parser -> {
            List<Envelope> items = new ArrayList<>();
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return Checked.refused(Problem.field("", "invalid_batch", "A batch is a JSON array."));
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (items.size() == maxItems) {
                    return Checked.refused(BatchReader.tooLarge(maxItems));
                }
                items.add(envelope(parser, json));
            }
            return Checked.ok(items);
        });
    }

    private static Envelope envelope(JsonParser parser, byte[] json) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            parser.finishToken();
            return new Envelope(false, List.of(), false, Payload.of(json));
        }
        List<Member> members = new ArrayList<>();
        boolean more = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (members.size() < MOST_MEMBERS) {
                members.add(member(parser));
            } else {
                parser.nextToken();
                parser.skipChildren();
                parser.finishToken();
                more = true;
            }
        }
        return new Envelope(true, members, more, Payload.of(json));
    }

    /** The text of {@code data} is not made: it may be large and nobody asks for it. */
    private static Member member(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        String text = "";
        if (token.isStructStart()) {
            parser.skipChildren();
        } else if (name.equals("data")) {
            parser.finishToken();
        } else {
            text = parser.getText();
        }
        return new Member(
                name,
                token,
                text,
                start,
                Math.toIntExact(parser.currentLocation().getByteOffset()));
    }
}
