package io.fanwire.dispatcher.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of a process: its machine's clock as it was at the start, and from there on the monotonic one. It never goes back, and what
 * is due by it comes at most a thousandth of its delay too early, whatever happens to the machine's clock meanwhile.
 *
 * <pre>
 *   the machine's clock is off by a little, or jumped ──▶ followed by a millisecond per second
 *   it is ahead, and a broker has stamped a record with a time that is ahead too ──▶ the broker's time counts at once: this machine slept
 * </pre>
 *
 * Any thread may use it.
 */
public final class SteadyClock implements InstantSource {
    /** Clocks that are closer than this agree. */
    static final Duration AGREED = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);
    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
    private static final int PARTS = 1000;

    private final InstantSource machine;
    private final LongSupplier nanos;
    private volatile Line line;
    private Instant time;
    private long last;
    private long looked;
    private Duration ahead = Duration.ZERO;
    private int setBacks;

    /**
     * Begins with the machine's time.
     *
     * @param nanos a clock that never jumps
     */
    SteadyClock(InstantSource machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        time = machine.instant();
        last = nanos.getAsLong();
        looked = last;
        line = new Line(time, last);
    }

    /** Until it is looked at the machine's clock again: the time at a moment of the monotonic one. */
    private record Line(Instant time, long nanos) {}

    /** One for this machine. */
    public static SteadyClock ofThisMachine() {
        return new SteadyClock(new MachineClock(), System::nanoTime);
    }

    @Override
    public synchronized Instant instant() {
        long now = nanos.getAsLong();
        long passed = now - last;
        last = now;
        time = time.plusNanos(passed);
        if (now - looked >= LOOK_EVERY) {
            follow((now - looked) / PARTS, passed);
            looked = now;
            line = new Line(time, last);
        }
        return time;
    }

    /** The same time for one thread that asks for it all the time: it waits for no other. */
    public InstantSource forOneThread() {
        return new OneThread();
    }

    private final class OneThread implements InstantSource {
        private Instant latest = Instant.MIN;

        /** Another thread may have stepped back by a moment: this one waits until that is over. */
        @Override
        public Instant instant() {
            Line now = line;
            long passed = nanos.getAsLong() - now.nanos();
            Instant instant = passed < LOOK_EVERY ? now.time().plusNanos(passed) : SteadyClock.this.instant();
            latest = instant.isBefore(latest) ? latest : instant;
            return latest;
        }
    }

    /** A broker has stamped a record with this time. */
    public synchronized void witness(Instant stamped) {
        Instant now = instant();
        if (stamped.isAfter(now.plus(AGREED))
                && !stamped.isAfter(machine.instant().plus(AGREED))) {
            log.atWarn()
                    .addKeyValue("by", Duration.between(now, stamped))
                    .log("this machine slept: its clock and a broker's are both ahead, and are followed");
            time = stamped;
            line = new Line(time, last);
            ahead = Duration.between(time, machine.instant());
        }
    }

    /** How far the machine's clock is ahead of this one; negative when it is behind. */
    public synchronized Duration machineAhead() {
        return Duration.between(instant(), machine.instant());
    }

    /** How often the machine's clock has gone back by more than a second. */
    public synchronized int setBacks() {
        return setBacks;
    }

    private void follow(long most, long passed) {
        Duration before = ahead;
        ahead = Duration.between(time, machine.instant());
        Duration jump = ahead.minus(before);
        if (jump.abs().compareTo(AGREED) > 0) {
            setBacks += jump.isNegative() ? 1 : 0;
            log.atWarn().addKeyValue("by", jump).log("this machine's clock jumped; it is followed slowly");
        }
        Duration forth = Duration.ofNanos(most);
        Duration back = Duration.ofNanos(-Math.min(most, passed));
        Duration step = ahead.compareTo(forth) > 0 ? forth : ahead.compareTo(back) < 0 ? back : ahead;
        time = time.plus(step);
        ahead = ahead.minus(step);
    }
}
