package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One full record of each kind, times in milliseconds as the wire has them. */
final class Records {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final SubscriptionKey KEY = new SubscriptionKey("acme", "sub_1");

    private Records() {}

    static Delivery delivery() {
        return new Delivery(
                "dlv_1",
                KEY,
                17,
                Subscription.Ordering.KEY,
                new Delivery.Origin(
                        "evt_1",
                        "orders",
                        "order.created",
                        NOW,
                        3,
                        42,
                        Optional.of("customer-7"),
                        Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                        Map.of("X-Env", "prod")),
                "application/json",
                Payload.utf8("{\"größe\":1}"),
                new Delivery.Progress(2, NOW.plusSeconds(300), 1, NOW.minusSeconds(60), OptionalLong.of(17)),
                Delivery.Part.WHOLE);
    }

    static Attempt attempt() {
        return new Attempt(
                "dlv_1",
                KEY,
                "evt_1",
                "orders",
                "order.created",
                1,
                3,
                Attempt.State.PENDING,
                Optional.of("failed"),
                Optional.of("status"),
                Optional.of(503),
                Optional.of("busy"),
                NOW,
                Duration.ofMillis(15),
                Optional.of(NOW.plusSeconds(5)));
    }

    static Subscription subscription() {
        return new Subscription(
                KEY,
                new Selection(
                        Optional.of("orders"),
                        List.of("order.*", "invoice.paid"),
                        List.of("eu", "b2b"),
                        Optional.of("event.data.n > 1")),
                "https://hooks.example.com/in?x=1",
                Subscription.Method.PATCH,
                new Subscription.Shape(Subscription.Format.RAW, Optional.of("{'a': event.id}")),
                new Subscription.Signing(
                        Subscription.Signing.STANDARD,
                        List.of(
                                new Subscription.SealedSecret(Payload.of(new byte[] {1, 2, -3}), Optional.empty()),
                                new Subscription.SealedSecret(Payload.utf8("old"), Optional.of(NOW))),
                        Optional.of("svix-"),
                        Optional.of("sha256")),
                new Access(
                        Map.of("X-Env", "prod"),
                        Map.of("Authorization", Payload.of(new byte[] {4, 5, -6})),
                        Optional.of(new Access.Auth(
                                Access.Auth.BASIC, Map.of("username", "fan"), Payload.of(new byte[] {7, -8})))),
                Subscription.Retry.DEFAULT,
                Duration.ofSeconds(15),
                32,
                Optional.of(new Subscription.RateLimit(10, Duration.ofSeconds(1))),
                Subscription.Ordering.KEY,
                Verification.NONE,
                false,
                Optional.of("for the shop"),
                Map.of("team", "eu"),
                NOW,
                NOW.plusSeconds(1),
                Optional.of(new Subscription.Resealed(5, 7)));
    }

    static SubscriptionState suspended() {
        return new SubscriptionState(
                KEY,
                Optional.of(new SubscriptionState.Suspension(SubscriptionState.Suspension.GONE, NOW, 7)),
                Optional.of(NOW.minusSeconds(60)),
                Optional.of(NOW.minusSeconds(600)),
                Optional.of(new SubscriptionState.Backlog(0, 41)),
                Optional.empty());
    }

    static SubscriptionState lane() {
        LaneMark.Head head = LaneMark.Head.of(delivery(), 17);
        return SubscriptionState.ofLane(
                KEY, new LaneMark(Optional.of("a/b"), 0, 18, 5, Optional.of(head), List.of(head)));
    }

    /** Each kind of job record, with everything in it and with as little as there may be. */
    static List<JobRecord> jobs() {
        JobRequest.Selector selector = new JobRequest.Selector(
                Optional.of("sub_1"),
                Optional.of("exhausted"),
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(1)),
                Optional.of("customer-7"));
        return List.of(
                new JobRequest(
                        "job_1",
                        "acme",
                        JobRequest.Kind.RETRY_NOW,
                        List.of(0, 5),
                        selector,
                        Optional.of(new Subscription.RateLimit(10, Duration.ofSeconds(1))),
                        NOW,
                        true),
                new JobRequest(
                        "job_2",
                        "acme",
                        JobRequest.Kind.REDRIVE,
                        List.of(),
                        JobRequest.Selector.EVERYTHING,
                        Optional.empty(),
                        NOW,
                        false),
                new JobProgress(
                        "job_1", 5, JobProgress.State.FAILED, 100, 50, 20, 10, 2, Optional.of("no such lane"), NOW),
                new JobProgress("job_1", 0, JobProgress.State.COUNTING, 0, 0, 0, 0, 0, Optional.empty(), NOW),
                new RedrivenChunk(3, 2, Payload.of(new byte[] {1, 0, -128})));
    }
}
