package io.fanwire.bench.speed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection that sends a request again as soon as it is answered. */
final class PublishConnection {
    private static final int ACCEPTED = 202;
    private static final int LONGEST_LINE = 8192;

    private PublishConnection() {}

    /**
     * Answers how many nanoseconds each request took.
     *
     * @throws IOException when an answer is not a 202: a figure with refusals in it would say nothing
     */
    static List<Long> publish(int port, PublishRequest request, long until) throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
                out.write(request.next());
                expectAccepted(in);
                nanos.add(System.nanoTime() - now);
            }
        }
        return nanos;
    }

    private static void expectAccepted(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 " + ACCEPTED)) {
            throw new IOException("answered " + status + ": " + new String(body, US_ASCII));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the gateway hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
