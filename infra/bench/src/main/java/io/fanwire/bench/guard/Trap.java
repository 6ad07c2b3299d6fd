package io.fanwire.bench.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Listeners on addresses that nobody may call: they count connections and close them. A thread for each. */
public final class Trap implements AutoCloseable {
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Listens on one more; an address that this machine does not have is left out. */
    public void add(String address, int port) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            listeners.add(listener);
            Thread thread = new Thread(() -> count(listener), "trap-" + address + "-" + port);
            thread.setDaemon(true);
            thread.start();
        } catch (IOException unavailable) {
            if (!address.contains(":")) {
                throw new UncheckedIOException("nothing can listen on " + address + ":" + port, unavailable);
            }
        }
    }

    private void count(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                listener.accept().close();
                connections.incrementAndGet();
            } catch (IOException broken) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(broken);
                }
            }
        }
    }

    /** Connections so far, on all of them. */
    public int connections() {
        return connections.get();
    }

    public int listeners() {
        return listeners.size();
    }

    @Override
    public void close() {
        for (ServerSocket listener : listeners) {
            try {
                listener.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
