package io.fanwire.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Takes {@code gzip} off a body and never makes more bytes than the body might have had plain. */
final class ContentEncoding {
    private static final int CHUNK = 8192;

    private ContentEncoding() {}

    static Checked<byte[]> decode(List<String> headers, byte[] body, int limit) {
        String encoding = String.join(",", headers).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> Checked.ok(body);
            case "gzip" -> inflate(body, limit);
            default ->
                Checked.refused(
                        Problem.of(415, "unsupported_encoding", "Bodies may be sent plain or with one layer of gzip.")
                                .with("Accept-Encoding", "gzip"));
        };
    }

    private static Checked<byte[]> inflate(byte[] body, int limit) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), CHUNK)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(limit, Math.max(32, 2 * body.length)));
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (out.size() + read > limit) {
                    return Checked.refused(Problem.of(
                            413, "decompression_limit", "The body is larger than " + limit + " bytes when inflated."));
                }
                out.write(chunk, 0, read);
            }
            return Checked.ok(out.toByteArray());
        } catch (IOException notGzip) {
            return Checked.refused(Problem.of(400, "bad_encoding", "The body is not gzip, or is cut short."));
        }
    }
}
