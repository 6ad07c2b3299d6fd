package io.fanwire.dispatcher.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Idle connections by origin and vetted address, the latest used first. Confined to one event loop.
 *
 * <p>An idle connection is given up after {@link #MAX_IDLE}, which is below the 5 s after which common servers close theirs, so that
 * an attempt rarely meets a connection that is just being closed. None is used that is older than {@link #MAX_AGE}: then the name is
 * looked up and vetted again.
 */
final class ConnectionPool {
    static final Duration MAX_IDLE = Duration.ofSeconds(4);
    static final Duration MAX_AGE = Duration.ofSeconds(60);

    private final Map<Origin, ArrayDeque<Connection>> idle = new HashMap<>();

    Optional<Connection> take(Origin origin, Instant now) {
        ArrayDeque<Connection> connections = idle.get(origin);
        while (connections != null && !connections.isEmpty()) {
            Connection connection = connections.removeFirst();
            if (fresh(connection, now)) {
                return Optional.of(connection);
            }
            connection.close();
        }
        return Optional.empty();
    }

    void release(Connection connection) {
        idle.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>()).addFirst(connection);
    }

    /** Closes those that lead elsewhere: what was vetted last counts for connections of before, too. */
    void keepOnly(Origin origin, Collection<InetSocketAddress> vetted) {
        ArrayDeque<Connection> connections = idle.getOrDefault(origin, new ArrayDeque<>());
        List<Connection> elsewhere = connections.stream()
                .filter(connection -> !vetted.contains(connection.address()))
                .toList();
        connections.removeAll(elsewhere);
        elsewhere.forEach(Connection::close);
    }

    void closed(Connection connection) {
        ArrayDeque<Connection> connections = idle.get(connection.origin());
        if (connections != null) {
            connections.remove(connection);
        }
    }

    /** Closes what is too old; called now and then. */
    void sweep(Instant now) {
        idle.values()
                .forEach(connections -> connections.removeIf(connection -> {
                    boolean old = !fresh(connection, now);
                    if (old) {
                        connection.close();
                    }
                    return old;
                }));
        idle.values().removeIf(ArrayDeque::isEmpty);
    }

    int size() {
        return idle.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    private static boolean fresh(Connection connection, Instant now) {
        return connection.usable()
                && now.isBefore(connection.idleSince().plus(MAX_IDLE))
                && now.isBefore(connection.openedAt().plus(MAX_AGE));
    }
}
