package io.fanwire.bench.ledger;

import io.fanwire.schemas.Delivery;

/** I17: what is sent is what the delivery record holds, with format raw what was published; the signature verifies; the id is constant. */
final class BytesUnchanged implements Invariant {
    @Override
    public String id() {
        return "I17";
    }

    @Override
    public String promise() {
        return "the bytes are those that were accepted, and signed";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        for (Trace trace : evidence.traces()) {
            trace.records().stream().findFirst().ifPresent(first -> {
                String made = Sha256.of(first.delivery().body().bytes());
                trace.records()
                        .forEach(record -> findings.require(
                                Sha256.of(record.delivery().body().bytes()).equals(made),
                                () -> trace.name() + ": the body changed at " + record.place()));
                trace.posts()
                        .forEach(post -> findings.require(
                                post.sha256().equals(made),
                                () -> trace.name() + ": attempt " + post.attempt() + " carried other bytes"));
                asPublished(findings, evidence, trace, made);
                findings.require(
                        found(evidence, first), () -> trace.name() + ": its event does not lie where the record says");
            });
            trace.posts()
                    .forEach(post -> findings.require(
                            post.signed() != Post.Signed.BAD,
                            () -> trace.name() + ": attempt " + post.attempt() + " had a bad signature"));
            if (trace.records().isEmpty() && !evidence.history().deliveries().isEmpty()) {
                findings.require(
                        trace.posts().isEmpty(), () -> trace.name() + " was posted, and no such delivery exists");
            }
        }
        return findings.verdict("nothing was delivered");
    }

    private static void asPublished(Findings findings, Evidence evidence, Trace trace, String made) {
        boolean raw = evidence.subscription(trace.name().subscription())
                .map(Wanted::raw)
                .orElse(false);
        evidence.calls(trace.name().event()).stream()
                .filter(call -> raw)
                .forEach(call -> findings.require(
                        call.sha256().equals(made), () -> trace.name() + ": not the bytes that were published"));
    }

    /** An event topic that was not read at all proves nothing either way. */
    private static boolean found(Evidence evidence, Lying record) {
        Delivery.Origin origin = record.delivery().origin();
        return evidence.history().events().isEmpty()
                || evidence.records(origin.eventId()).stream()
                        .anyMatch(event -> event.topic().equals(origin.topic())
                                && event.partition() == origin.partition()
                                && event.offset() == origin.offset());
    }
}
