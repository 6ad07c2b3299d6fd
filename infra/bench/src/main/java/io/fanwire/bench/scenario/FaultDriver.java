package io.fanwire.bench.scenario;

import io.fanwire.bench.ledger.Fault;
import io.fanwire.bench.ledger.Fault.Kind;
import io.fanwire.bench.process.Child;
import io.fanwire.bench.process.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does to processes what must not matter, and writes down what it did and when. Owned by the thread that runs the scenario. */
final class FaultDriver {
    private final Platform platform;
    private final List<Fault> faults = new ArrayList<>();

    FaultDriver(Platform platform) {
        this.platform = platform;
    }

    List<Fault> all() {
        return faults;
    }

    /** SIGKILL; answers when. */
    Instant kill(String name) {
        Instant from = Instant.now();
        platform.child(name).kill();
        add(new Fault(name.equals("broker") ? Kind.BROKER : Kind.KILL, name, from, Instant.now(), Set.of()));
        return from;
    }

    /** SIGSTOP, a while, SIGCONT; {@code meanwhile} runs when the process has thawed for a moment. */
    void freeze(String name, Duration duration) {
        Child child = platform.child(name);
        Instant from = Instant.now();
        child.freeze();
        Waiting.pause(duration);
        Set<Integer> ports = Ports.of(child.pid());
        Instant to = Instant.now();
        child.thaw();
        add(new Fault(Kind.FREEZE, name, from, to, ports));
    }

    /** SIGTERM, and waits for the end; answers the exit code, -1 when it did not end in time. */
    int terminate(String name, Duration atMost) {
        return terminate(List.of(name), atMost).get(0);
    }

    /** SIGTERM to all at once, and waits for their ends; answers the exit codes, -1 for what did not end in time. */
    List<Integer> terminate(List<String> names, Duration atMost) {
        Instant from = Instant.now();
        List<Child> children = names.stream().map(platform::child).toList();
        children.forEach(Child::terminate);
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Child child = children.get(i);
            boolean ended = child.awaitEnd(atMost);
            add(new Fault(Kind.STOP, names.get(i), from, Instant.now(), Set.of()));
            codes.add(ended ? child.exitCode().orElse(-1) : -1);
        }
        return codes;
    }

    void add(Fault fault) {
        faults.add(fault);
    }
}
