package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes CONNECT, answers, and joins the connection to a port of this machine. */
final class ConnectProxy implements AutoCloseable {
    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;

    ConnectProxy(String answer, int target) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket client = listener.accept();
                StringBuilder head = new StringBuilder();
                for (int c = client.getInputStream().read();
                        c >= 0;
                        c = client.getInputStream().read()) {
                    head.append((char) c);
                    if (head.indexOf("\r\n\r\n") > 0) {
                        break;
                    }
                }
                heads.add(head.toString());
                client.getOutputStream().write(answer.getBytes(US_ASCII));
                if (target > 0) {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
                    daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
                }
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
