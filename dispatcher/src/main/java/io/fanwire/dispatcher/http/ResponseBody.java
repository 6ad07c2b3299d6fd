package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Payload;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/** Keeps the beginning of an answer's body, for whoever wants to see it. Confined to one event loop. */
public final class ResponseBody {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** {@code most}: bytes that are kept. */
    public ResponseBody(int most) {
        this.most = most;
    }

    void add(ByteBuf content) {
        byte[] bytes = new byte[Math.min(content.readableBytes(), most - kept.size())];
        content.getBytes(content.readerIndex(), bytes);
        kept.writeBytes(bytes);
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
