package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Keeps the headers of an answer and the beginning of its body, for whoever wants to see them. Confined to one event loop. */
public final class KeptAnswer {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Optional<HttpHeaders> headers = Optional.empty();

    /** {@code most}: bytes that are kept. */
    public KeptAnswer(int most) {
        this.most = most;
    }

    void add(ByteBuf content) {
        byte[] bytes = new byte[Math.min(content.readableBytes(), most - kept.size())];
        content.getBytes(content.readerIndex(), bytes);
        kept.writeBytes(bytes);
    }

    void head(HttpHeaders answered) {
        headers = Optional.of(answered);
    }

    /** The only value of a header; two say nothing. */
    public Optional<String> header(String name) {
        return headers.map(all -> all.getAll(name))
                .filter(values -> values.size() == 1)
                .map(values -> values.get(0).trim());
    }

    /** As it came. */
    Payload bytes() {
        return Payload.of(kept.toByteArray());
    }

    /** As UTF-8, where it is that; a character that was cut is left out. */
    public String text() {
        String text = kept.toString(UTF_8);
        boolean cut = kept.size() == most && text.endsWith("\ufffd");
        return cut ? text.substring(0, text.length() - 1) : text;
    }
}
