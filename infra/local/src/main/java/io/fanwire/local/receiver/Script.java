package io.fanwire.local.receiver;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Decides how a receiver replies to the nth request for one event; the same event and number always get the same reply. */
public interface Script {
    /** The reply to one request; {@code request} is 1 for the first that carries this event id. */
    Reply reply(String eventId, int request);

    static Script always(int status) {
        return after(Duration.ZERO, status);
    }

    static Script after(Duration delay, int status) {
        Reply reply = new Reply.Status(status, delay);
        return (eventId, request) -> reply;
    }

    /**
     * Fails the first request of a share of the events, and the second of a quarter of those; the third always works. Failures are
     * in turn a 500, a 503 and a dropped connection.
     */
    static Script flaky(long seed, double share) {
        List<Reply> failures = List.of(Reply.now(500), Reply.now(503), new Reply.Drop());
        return (eventId, request) -> {
            SplittableRandom random = new SplittableRandom(seed ^ (eventId.hashCode() * 0x9E3779B97F4A7C15L));
            double chance = random.nextDouble();
            boolean fails = request == 1 ? chance < share : request == 2 && chance < share / 4;
            return fails ? failures.get((random.nextInt(failures.size()) + request) % failures.size()) : Reply.now(200);
        };
    }

    /** Fails a share of all requests, also of later ones, with one status after a delay; the others get 200. */
    static Script failing(long seed, double share, int status, Duration delay) {
        return (eventId, request) -> {
            SplittableRandom random =
                    new SplittableRandom(seed ^ ((eventId + "/" + request).hashCode() * 0x9E3779B97F4A7C15L));
            return new Reply.Status(random.nextDouble() < share ? status : 200, delay);
        };
    }
}
