package io.fanwire.runtime;

import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts services in order, stops them in reverse; a failed start stops those already started.
 *
 * <pre>
 *   NEW ── start ──▶ STARTING ──▶ RUNNING ── close ──▶ STOPPING ──▶ STOPPED
 *    │                  └── failed start, or close ───────▲            ▲
 *    └── close ────────────────────────────────────────────────────────┘
 * </pre>
 *
 * One thread starts; any thread may close, also while the start is going on: then whoever started a part that nobody has
 * taken over yet closes it. A part is closed by the thread that took it off {@code started}, so never twice and never
 * while its own start runs.
 */
public final class Services implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private enum State {
        NEW,
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED
    }

    private final String name;
    private final List<Service> parts;
    private final Deque<Service> started = new ConcurrentLinkedDeque<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    private Services(String name, List<Service> parts) {
        this.name = name;
        this.parts = parts;
    }

    public static Services inOrder(String name, List<? extends Service> parts) {
        return new Services(name, List.copyOf(parts));
    }

    @Override
    public void start() {
        if (!state.compareAndSet(State.NEW, State.STARTING)) {
            throw new IllegalStateException(name + " was started or closed before");
        }
        parts.forEach(this::startPart);
        if (!state.compareAndSet(State.STARTING, State.RUNNING)) {
            throw closedWhileStarting();
        }
    }

    private void startPart(Service part) {
        if (state.get() != State.STARTING) {
            throw closedWhileStarting();
        }
        try {
            part.start();
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("part", part.name()).log("part did not start");
            closePart(part);
            close();
            throw e;
        }
        started.push(part);
        if (state.get() != State.STARTING) {
            closeStarted();
        }
    }

    @Override
    public boolean live() {
        return state.get() != State.STOPPED && started.stream().allMatch(Service::live);
    }

    @Override
    public boolean ready() {
        return notReady().isEmpty();
    }

    /** The first part that is not ready, with its path when it is made of parts itself. */
    public Optional<String> notReady() {
        State now = state.get();
        if (now != State.STARTING && now != State.RUNNING) {
            return Optional.of(name);
        }
        return parts.stream()
                .filter(part -> !started.contains(part) || !part.ready())
                .findFirst()
                .map(Services::pathToNotReady)
                .or(() -> now == State.RUNNING ? Optional.empty() : Optional.of(name));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        State before = state.getAndUpdate(now -> now == State.STOPPED ? State.STOPPED : State.STOPPING);
        if (before == State.STOPPING || before == State.STOPPED) {
            return;
        }
        closeStarted();
        state.set(State.STOPPED);
    }

    private void closeStarted() {
        for (Service part = started.poll(); part != null; part = started.poll()) {
            closePart(part);
        }
    }

    private static void closePart(Service part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("part", part.name()).setCause(e).log("part did not stop cleanly");
        }
    }

    private static String pathToNotReady(Service part) {
        return part instanceof Services inner
                ? inner.notReady()
                        .filter(below -> !below.equals(inner.name))
                        .map(below -> inner.name + "/" + below)
                        .orElse(inner.name)
                : part.name();
    }

    private IllegalStateException closedWhileStarting() {
        return new IllegalStateException(name + " was closed while it started");
    }
}
