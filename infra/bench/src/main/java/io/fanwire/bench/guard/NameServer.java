package io.fanwire.bench.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server on loopback that answers what it was told, at once and for no longer than the answer (TTL 0), and counts. A name that
 * it was not told of does not exist. One thread answers; zones and counts are handed over by maps.
 */
public final class NameServer implements AutoCloseable {
    private static final int MOST = 4096;
    private static final int HEADER = 12;
    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int AAAA = 28;
    private static final int NXDOMAIN = 3;

    private final DatagramSocket socket;
    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Serves at once; {@code port} 0 is a free one. */
    public static NameServer start(int port) {
        try {
            NameServer server =
                    new NameServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            Thread thread = new Thread(server::run, "name-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** What a name has from now on, from the first answer on. */
    public void put(String name, Zone zone) {
        zones.put(name, zone);
        turns.put(name, new AtomicInteger());
    }

    /** How often IPv4 addresses of a name were asked for. */
    public int asked(String name) {
        return asked.getOrDefault(name, new AtomicInteger()).get();
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[MOST], MOST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MOST);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException broken) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(broken);
                }
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (query[at] != 0) {
            name.append(name.isEmpty() ? "" : ".").append(new String(query, at + 1, query[at], US_ASCII));
            at += query[at] + 1;
        }
        int type = query[at + 2] & 0xff;
        String asks = name.toString().toLowerCase(Locale.ROOT);
        if (type == A) {
            asked.computeIfAbsent(asks, unknown -> new AtomicInteger()).incrementAndGet();
        }
        Zone zone = zones.get(asks);
        ByteBuffer out = ByteBuffer.allocate(MOST);
        out.put(query, 0, 2).putShort((short) (0x8180 | (zone == null ? NXDOMAIN : 0)));
        out.putShort((short) 1).putShort((short) 0).putInt(0);
        out.put(query, HEADER, at + 5 - HEADER);
        if (zone != null) {
            out.putShort(6, (short) records(out, zone, asks, type));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The families of one look-up see the same turn: IPv4 is asked for first. */
    private int records(ByteBuffer out, Zone zone, String name, int type) throws IOException {
        AtomicInteger turn = turns.getOrDefault(name, new AtomicInteger());
        Zone.Answer answer = zone.turn(type == A ? turn.getAndIncrement() : Math.max(0, turn.get() - 1));
        int count = 0;
        for (String alias : answer.aliases()) {
            ByteBuffer target = ByteBuffer.allocate(256);
            for (String label : alias.split("\\.", -1)) {
                target.put((byte) label.length()).put(label.getBytes(US_ASCII));
            }
            target.put((byte) 0);
            record(out, CNAME, Arrays.copyOf(target.array(), target.position()));
            count++;
        }
        if (type == A || type == AAAA) {
            for (String address : type == A ? answer.v4() : answer.v6()) {
                record(out, type, bytes(address, type));
                count++;
            }
        }
        return count;
    }

    private static void record(ByteBuffer out, int type, byte[] data) {
        out.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(0);
        out.putShort((short) data.length).put(data);
    }

    /** The JDK makes four bytes of an IPv4-mapped address; on the wire there are sixteen. */
    private static byte[] bytes(String address, int type) throws IOException {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        return type == A || bytes.length == 16
                ? bytes
                : ByteBuffer.allocate(16).putLong(0).putInt(0xffff).put(bytes).array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
