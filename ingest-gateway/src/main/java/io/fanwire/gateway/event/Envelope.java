package io.fanwire.gateway.event;

import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.schemas.Payload;
import java.util.Arrays;
import java.util.List;

/**
 * A JSON object as far as an event's envelope goes: its members in order, what is inside them not interpreted.
 *
 * @param object false when the value was no object; then there are no members
 * @param more whether there were more members than anything has
 * @param source the text it was read from
 */
record Envelope(boolean object, List<Member> members, boolean more, Payload source) {
    Envelope {
        members = List.copyOf(members);
    }

    /**
     * One member.
     *
     * @param text of a string, number or literal; empty for objects, arrays and {@code data}
     * @param start and {@code end}: where the value's bytes are in the source
     */
    record Member(String name, JsonToken token, String text, int start, int end) {
        boolean string() {
            return token == JsonToken.VALUE_STRING;
        }
    }

    /** The value of a member to the letter. */
    byte[] bytes(Member member) {
        return Arrays.copyOfRange(source.bytes(), member.start(), member.end());
    }
}
