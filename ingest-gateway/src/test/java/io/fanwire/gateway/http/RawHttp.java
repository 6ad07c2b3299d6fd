package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One connection on which bytes are sent as they are, also such as no client would send. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What came back: a status of 0 says that the connection ended without an answer. */
    record Reply(int status, Map<String, String> headers, String text) {
        static final Reply NONE = new Reply(0, Map.of(), "");

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        String code() {
            return header("content-type").contains("json") ? json().path("code").asText() : "";
        }
    }

    /** A gateway that has seen enough may close while it is still being told. */
    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // what it said, if anything, is there to be read
        }
        return this;
    }

    RawHttp send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    Reply read() {
        try {
            String status = line();
            if (status.isEmpty()) {
                return Reply.NONE;
            }
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] parts = line.split(": *", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return new Reply(
                    Integer.parseInt(status.split(" ", -1)[1]), headers, new String(in.readNBytes(length), UTF_8));
        } catch (IOException reset) {
            return Reply.NONE;
        }
    }

    /** All answers until the gateway closes the connection. */
    List<Reply> readAll() {
        List<Reply> replies = new ArrayList<>();
        for (Reply reply = read(); reply.status() != 0; reply = read()) {
            replies.add(reply);
        }
        return replies;
    }

    /** Whether the gateway ends the connection and says nothing more. */
    boolean ends() {
        return read().status() == 0;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
