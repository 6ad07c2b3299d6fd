package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.local.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An event as the gateway reads it. JSON data goes in to the letter, anything else as Base64 with its content type. */
@SuppressWarnings("ArrayRecordComponent") // the bytes to send; nobody compares two of these
record EventText(String type, Optional<String> id, Optional<String> key, List<String> channels, byte[] data) {

    String json() {
        List<String> members = new ArrayList<>();
        members.add("\"type\":" + Json.line(type));
        id.ifPresent(text -> members.add("\"id\":" + Json.line(text)));
        key.ifPresent(text -> members.add("\"key\":" + Json.line(text)));
        if (!channels.isEmpty()) {
            members.add("\"channels\":" + Json.line(channels));
        }
        Optional<String> text = text();
        if (text.flatMap(Json::parse).isPresent()) {
            members.add("\"data\":" + text.get());
        } else {
            String contentType = text.isPresent() ? "text/plain; charset=utf-8" : "application/octet-stream";
            members.add("\"contentType\":" + Json.line(contentType));
            members.add("\"dataBase64\":\"" + Base64.getEncoder().encodeToString(data) + "\"");
        }
        return "{" + String.join(",", members) + "}";
    }

    private Optional<String> text() {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
