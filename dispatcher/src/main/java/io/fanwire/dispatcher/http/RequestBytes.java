package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.Iterator;
import java.util.Map;

/**
 * A request as it goes over the wire (RFC 9112): head and body in one buffer, so that it is one write. Its method, target and headers were
 * validated when they were set.
 */
final class RequestBytes {
    private static final int USUAL_HEAD = 768;

    private RequestBytes() {}

    /** Leaves the request to its owner; the buffer belongs to the caller. */
    static ByteBuf of(FullHttpRequest request, ByteBufAllocator allocator) {
        StringBuilder text = new StringBuilder(USUAL_HEAD)
                .append(request.method().name())
                .append(' ')
                .append(request.uri())
                .append(' ')
                .append(request.protocolVersion().text())
                .append("\r\n");
        Iterator<Map.Entry<CharSequence, CharSequence>> headers =
                request.headers().iteratorCharSequence();
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            // as strings, which are copied as a whole
            text.append(header.getKey().toString())
                    .append(": ")
                    .append(header.getValue().toString())
                    .append("\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(ISO_8859_1);
        ByteBuf body = request.content();
        return allocator
                .directBuffer(head.length + body.readableBytes())
                .writeBytes(head)
                .writeBytes(body, body.readerIndex(), body.readableBytes());
    }
}
