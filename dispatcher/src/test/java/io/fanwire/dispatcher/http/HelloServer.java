package io.fanwire.dispatcher.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Keeps the first record of a handshake, answers with bytes of its own, and keeps what comes then. */
final class HelloServer implements AutoCloseable {
    private final ServerSocket listener;
    private final CompletableFuture<byte[]> hello = new CompletableFuture<>();
    private final CompletableFuture<byte[]> after = new CompletableFuture<>();

    HelloServer(byte[] answer) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(answer), "hello-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(byte[] answer) {
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            byte[] head = in.readNBytes(5);
            hello.complete(in.readNBytes(((head[3] & 0xff) << 8) + (head[4] & 0xff)));
            socket.getOutputStream().write(answer);
            if (answer.length == 0) {
                socket.shutdownOutput();
            }
            after.complete(in.readAllBytes());
        } catch (IOException gone) {
            hello.completeExceptionally(gone);
            after.complete(new byte[0]);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    byte[] hello() {
        return hello.orTimeout(10, TimeUnit.SECONDS).join();
    }

    byte[] after() {
        return after.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
