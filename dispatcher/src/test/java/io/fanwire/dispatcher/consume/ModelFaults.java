package io.fanwire.dispatcher.consume;

import java.util.List;

/** About forty faults a schedule, chosen by the seed. */
final class ModelFaults {
    private static final int EVERY = 5;

    private final ModelWorld world;

    ModelFaults(ModelWorld world) {
        this.world = world;
    }

    void maybe() {
        List<ModelProcess> processes = world.processes();
        if (processes.isEmpty() || world.random.nextInt(EVERY) != 0) {
            return;
        }
        ModelProcess process = processes.get(world.random.nextInt(processes.size()));
        switch (world.random.nextInt(15)) {
            case 0 -> kill(process);
            case 1 -> process.trouble.callsUntilKill = 1 + world.random.nextInt(20);
            case 2 -> freeze(process);
            case 3 -> process.trouble.callsUntilFreeze = 1 + world.random.nextInt(20);
            case 4 -> world.group.rebalance();
            case 5, 13, 14 -> world.group.takeBack();
            case 6 -> leave(process);
            case 7 -> process.trouble.refusals = 1;
            case 8 -> world.sink.loseAnswers++;
            case 9 -> process.trouble.commitUnknown = true;
            case 10 -> process.trouble.stale = true;
            case 11 -> unsubscribeSometimes();
            default -> replaceAFrozen(process, processes);
        }
    }

    private void kill(ModelProcess process) {
        if (!process.busy()) {
            process.kill();
        }
    }

    private void freeze(ModelProcess process) {
        if (process.ready()) {
            process.freeze(world.freezing());
        }
    }

    private static void leave(ModelProcess process) {
        if (process.ready()) {
            process.leave();
        }
    }

    private void unsubscribeSometimes() {
        if (world.random.nextInt(4) == 0) {
            world.unsubscribe();
        }
    }

    /** Somebody who finds a process silent starts another in its place. */
    private void replaceAFrozen(ModelProcess process, List<ModelProcess> processes) {
        if (processes.stream().noneMatch(ModelProcess::frozen)) {
            freeze(process);
        }
        processes.stream()
                .filter(other -> other.frozen() && !other.replaced())
                .findFirst()
                .ifPresent(this::replace);
    }

    private void replace(ModelProcess process) {
        process.replace();
        world.start(process.slot);
    }

    /** What was armed and did not happen yet never will. */
    void end() {
        world.sink.loseAnswers = 0;
        world.processes().forEach(process -> process.trouble.end());
    }
}
