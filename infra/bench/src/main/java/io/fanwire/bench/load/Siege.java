package io.fanwire.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Connections to a gateway that wish it no good. */
public final class Siege implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] UNKNOWN = ascii("GET /v1/topics HTTP/1.1\r\nHost: x\r\n\r\n");

    private final int port;
    private final List<Socket> open = new ArrayList<>();
    private volatile boolean stopped;
    private Optional<Thread> dripping = Optional.empty();

    public Siege(int port) {
        this.port = port;
    }

    /** From now on so many connections send a byte of a header a second, and begin again when they are cut off. */
    public void drip(int connections) {
        for (int i = 0; i < connections; i++) {
            connect().ifPresent(open::add);
        }
        Thread thread = new Thread(this::drip, "siege");
        thread.setDaemon(true);
        thread.start();
        dripping = Optional.of(thread);
    }

    private void drip() {
        while (!stopped) {
            for (int i = 0; i < open.size() && !stopped; i++) {
                if (!sent(open.get(i), ascii("G"))) {
                    int one = i;
                    connect().ifPresent(socket -> open.set(one, socket));
                }
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    /** Opens so many connections, has each answered once, and leaves them; answers how many there came to be. */
    public int idle(int connections) {
        for (int i = 0; i < connections; i++) {
            Optional<Socket> socket = connect();
            if (socket.isEmpty() || !sent(socket.get(), UNKNOWN)) {
                break;
            }
            open.add(socket.get());
        }
        open.removeIf(socket -> status(socket) == 0);
        return open.size();
    }

    /** Posts bytes that inflate to a thousand times as much; answers the status, 0 without one. */
    public static int bomb(int port, String key, String topic, byte[] bomb) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] head = ascii("POST /v1/topics/" + topic + "/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + key
                    + "\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length
                    + "\r\nConnection: close\r\n\r\n");
            return sent(socket, head) && sent(socket, bomb) ? status(socket) : 0;
        } catch (IOException refused) {
            return 0;
        }
    }

    /** So many zeros, deflated. */
    public static byte[] zeros(int bytes) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(deflated)) {
            byte[] piece = new byte[1 << 16];
            for (int left = bytes; left > 0; left -= piece.length) {
                out.write(piece, 0, Math.min(left, piece.length));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return deflated.toByteArray();
    }

    private Optional<Socket> connect() {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return Optional.of(socket);
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    private static boolean sent(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Of the answer that comes next. */
    private static int status(Socket socket) {
        try {
            byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return begin.length < 12 ? 0 : Integer.parseInt(new String(begin, 9, 3, US_ASCII));
        } catch (IOException closed) {
            return 0;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Ends all of them. */
    @Override
    public void close() {
        stopped = true;
        dripping.ifPresent(thread -> {
            thread.interrupt();
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // it was to go
            }
        }
        open.clear();
    }
}
