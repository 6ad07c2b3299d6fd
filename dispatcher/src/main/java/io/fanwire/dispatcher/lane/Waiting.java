package io.fanwire.dispatcher.lane;

/**
 * How many jobs wait in memory in all lanes of a worker, and how many one slow lane may hold of them: an eighth of what is left. So
 * however many callbacks hang at the same time, some room is left for the others (the dynamic threshold of shared-memory switches;
 * Choudhury and Hahne, 1998). Owned by the event loop.
 */
final class Waiting {
    private static final int SHARE = 8;

    private final int most;
    private int total;
    private int lanes;

    Waiting(int most) {
        this.most = most;
    }

    void add() {
        total++;
    }

    void remove() {
        total--;
    }

    /** A lane in which nothing waited has something that waits now. */
    void began() {
        lanes++;
    }

    /** Nothing waits in it any more. */
    void ended() {
        lanes--;
    }

    /** In how many lanes something waits. */
    int lanes() {
        return lanes;
    }

    int total() {
        return total;
    }

    boolean any() {
        return total > 0;
    }

    /** Room for one lane. */
    int room() {
        return Math.max(1, (most - total) / SHARE);
    }

    /** What is free of the whole, from 0 to 1. */
    double free() {
        return Math.max(0, 1.0 - (double) total / most);
    }
}
