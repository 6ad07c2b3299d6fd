package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fanwire.schemas.Payload;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A receiver on loopback that does whatever a script says with each connection: it may be slow, rude, wrong or silent. A thread per
 * connection runs the script, and closes the connection after it.
 */
final class RudeServer implements AutoCloseable {
    /** What is done with one connection. */
    @FunctionalInterface
    interface Script {
        void serve(Conversation conversation) throws IOException;
    }

    /** A request as it came. */
    record Request(String head, Payload body) {
        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    RudeServer(Script script) {
        this(ServerSocketFactory.getDefault(), script);
    }

    RudeServer(ServerSocketFactory factory, Script script) {
        this.script = script;
        try {
            listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        daemon(this::accept);
    }

    /** Answers every request on every connection with these bytes. */
    static RudeServer answering(String answer) {
        return new RudeServer(conversation -> {
            while (conversation.request().isPresent()) {
                conversation.send(answer);
            }
        });
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "rude-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Conversation conversation = new Conversation(connections.incrementAndGet(), socket);
                daemon(() -> serve(conversation));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Conversation conversation) {
        try (conversation) {
            script.serve(conversation);
        } catch (IOException gone) {
            // The client went first, which is its right.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection, from the script's side. */
    final class Conversation implements Closeable {
        private final int number;
        private final Socket socket;

        Conversation(int number, Socket socket) {
            this.number = number;
            this.socket = socket;
        }

        /** 1 for the first connection. */
        int number() {
            return number;
        }

        /** Reads and keeps the next request; empty when the client closed the connection. */
        Optional<Request> request() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                head.write(next);
            }
            Request bodiless = new Request(head.toString(ISO_8859_1), Payload.of(new byte[0]));
            int length =
                    bodiless.header("content-length").map(Integer::parseInt).orElse(0);
            Request request = new Request(bodiless.head(), Payload.of(in.readNBytes(length)));
            requests.add(request);
            return Optional.of(request);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Says nothing more, and listens until the client closes. */
        void untilClosed() throws IOException {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        /** Waits, or until the client closes. */
        void pause(Duration time) throws IOException {
            socket.setSoTimeout((int) time.toMillis());
            try {
                untilClosed();
            } catch (SocketTimeoutException over) {
                socket.setSoTimeout(0);
            }
        }

        void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        /** Ends with RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
