package io.fanwire.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time-outs, of which nearly all are cancelled: those of the same length stand in one line, whose head is the first that is due, and only
 * heads have a timer. So one more, or one less, costs the same however many there are. Confined to its event loop.
 */
public final class Deadlines {
    private final ScheduledExecutorService loop;
    private final LongSupplier nanos;
    private final Map<Long, Line> lines = new HashMap<>();

    /** {@code nanos}: a clock that the loop's timers go by. */
    public Deadlines(ScheduledExecutorService loop, LongSupplier nanos) {
        this.loop = loop;
        this.nanos = nanos;
    }

    /** Runs {@code expired} after so long, unless it is cancelled before. */
    public Deadline in(long millis, Runnable expired) {
        Line line = lines.computeIfAbsent(millis, Line::new);
        Deadline last = new Deadline(line, nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis), expired);
        line.append(last);
        return last;
    }

    /** Of how many lengths there are some, or were a moment ago. */
    int lines() {
        return lines.size();
    }

    /** All of one length, in the order in which they are due. */
    private final class Line {
        private final long millis;
        private @Nullable Deadline first;
        private @Nullable Deadline last;
        private boolean timed;

        Line(long millis) {
            this.millis = millis;
        }

        void append(Deadline deadline) {
            deadline.before = last;
            if (last == null) {
                first = deadline;
            } else {
                last.after = deadline;
            }
            last = deadline;
            awaitFirst();
        }

        void remove(Deadline deadline) {
            if (deadline.before == null) {
                first = deadline.after;
            } else {
                deadline.before.after = deadline.after;
            }
            if (deadline.after == null) {
                last = deadline.before;
            } else {
                deadline.after.before = deadline.before;
            }
            deadline.before = null;
            deadline.after = null;
        }

        private void awaitFirst() {
            if (!timed && first != null) {
                timed = true;
                loop.schedule(this::expire, Math.max(0, first.due - nanos.getAsLong()), TimeUnit.NANOSECONDS);
            }
        }

        /** The timer is of a head that may be cancelled long since. */
        private void expire() {
            timed = false;
            try {
                Deadline head = first;
                while (head != null && head.due - nanos.getAsLong() <= 0) {
                    head.cancel();
                    head.expired.run();
                    head = first;
                }
            } finally {
                if (first == null) {
                    lines.remove(millis, this);
                }
                awaitFirst();
            }
        }
    }

    /** One of them. */
    public static final class Deadline {
        private final Line line;
        private final long due;
        private final Runnable expired;
        private @Nullable Deadline before;
        private @Nullable Deadline after;
        private boolean over;

        private Deadline(Line line, long due, Runnable expired) {
            this.line = line;
            this.due = due;
            this.expired = expired;
        }

        /** It does not run any more; again, it changes nothing. */
        public void cancel() {
            if (!over) {
                over = true;
                line.remove(this);
            }
        }
    }
}
