package io.fanwire.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.bench.ledger.Post.Signed;
import io.fanwire.bench.ledger.Published.Result;
import io.fanwire.schemas.Attempt.State;
import io.fanwire.schemas.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A checker that was never red proves nothing: each invariant is shown a run that was spoiled for it. */
class LedgerTest {
    private static final TopicPartition PARTITION = new TopicPartition("fanwire.deliveries", 0);
    private static final Instant LATER = Doctored.START.plusSeconds(9);

    private static final List<Spoiled> SPOILED = List.of(
            new Spoiled("I1", "a delivery is nowhere", Spoil::vanish),
            new Spoiled("I1", "it failed and waits in no topic", run -> {
                run.attempts.removeIf(seen -> run.of(seen, "e1", "plain"));
                run.deliveries.removeIf(lying -> lying.delivery().equals(run.delivery("e1", "plain")));
            }),
            new Spoiled(
                    "I2",
                    "two terminal states",
                    run -> run.outcome(run.delivery("e1", "plain"), 2, State.DEAD_LETTERED, LATER)),
            new Spoiled("I2", "two dead letters", run -> {
                Delivery delivery = run.delivery("e1", "plain");
                run.deadLetters.add(new Lying(new TopicPartition("dlq", 0), 0, LATER, delivery));
                run.deadLetters.add(new Lying(new TopicPartition("dlq", 0), 1, LATER, delivery));
            }),
            new Spoiled("I3", "committed past a record without effect", Spoil::claimUndone),
            new Spoiled("I3", "the map claims a record without effect", run -> {
                Spoil.claimUndone(run);
                run.committed.put(PARTITION, new Committed(0, Set.of(1L), 8));
            }),
            new Spoiled(
                    "I4",
                    "delivered, but nobody got it",
                    run -> run.posts.removeIf(post -> run.of(post, "e1", "plain"))),
            new Spoiled(
                    "I4",
                    "delivered, but refused",
                    Spoil.each("e1", "plain", post -> Spoil.with(post, "500", post.sha256(), post.signed()))),
            new Spoiled("I5", "an attempt too many", run -> run.post(run.delivery("e1", "plain"), 4, LATER, "204")),
            new Spoiled(
                    "I5",
                    "an attempt too late",
                    run -> run.post(run.delivery("e1", "plain"), 2, Doctored.START.plusSeconds(4_000), "204")),
            new Spoiled(
                    "I6",
                    "one attempt has two outcomes",
                    run -> run.outcome(run.delivery("e3", "plain"), 1, State.PENDING, LATER)),
            new Spoiled("I6", "a retry record twice", run -> {
                Lying retry = run.deliveries.stream()
                        .filter(lying -> lying.at().topic().endsWith("1s"))
                        .findFirst()
                        .orElseThrow();
                run.lay(retry.at().topic(), retry.written().plusMillis(900), retry.delivery());
            }),
            new Spoiled(
                    "I7",
                    "sent again long after its outcome was durable",
                    run -> run.post(run.delivery("e1", "plain"), 1, LATER, "204")),
            new Spoiled(
                    "I8",
                    "sent twice, and no fault lies between",
                    run -> run.post(
                            run.delivery("e1", "plain"),
                            1,
                            run.published.get(1).answered().plusMillis(60),
                            "204")),
            new Spoiled(
                    "I8",
                    "the kill that explained it never was",
                    run -> run.faults.removeIf(fault -> fault.kind() == Fault.Kind.KILL)),
            new Spoiled(
                    "I8",
                    "a rolling restart explains nothing",
                    run -> run.faults.replaceAll(fault -> Fault.at(Fault.Kind.STOP, fault.target(), fault.from()))),
            new Spoiled(
                    "I9",
                    "a thawed process sends what another has sent",
                    run -> run.posts.add(Spoil.fromPort(
                            run.post(run.delivery("e5", "plain"), 1, Doctored.START.plusSeconds(8), "204"), 555))),
            new Spoiled(
                    "I10",
                    "the neighbours get slow",
                    run -> run.posts.replaceAll(post ->
                            post.received().isAfter(Doctored.START.plusMillis(4_100)) ? Spoil.later(post) : post)),
            new Spoiled(
                    "I10",
                    "the neighbours get nothing",
                    run -> run.posts.removeIf(post -> post.received().isAfter(Doctored.START.plusSeconds(4)))),
            new Spoiled(
                    "I11",
                    "a figure above its limit",
                    run -> run.bounds.add(new History.Bound("deliveries in memory", 5000, 4000))),
            new Spoiled(
                    "I11",
                    "more metadata than a broker takes",
                    run -> run.committed.put(PARTITION, new Committed(100, Set.of(), 4097))),
            new Spoiled(
                    "I11",
                    "a window wider than allowed",
                    run -> run.committed.put(PARTITION, new Committed(100, Set.of(30_000L), 8))),
            new Spoiled("I12", "never quiet again", run -> run.settled = Optional.empty()),
            new Spoiled("I12", "quiet too late", run -> run.settled = Optional.of(Doctored.START.plusSeconds(60))),
            new Spoiled("I12", "a lag stays", run -> run.committed.put(PARTITION, new Committed(3, Set.of(), 0))),
            new Spoiled(
                    "I13",
                    "a retry before it is due",
                    Spoil.each(
                            "e3",
                            "plain",
                            post -> post.attempt() == 2
                                    ? Spoil.at(post, post.received().minusMillis(300))
                                    : post)),
            new Spoiled("I14", "a key runs backwards", run -> {
                Post other = run.posts.stream()
                        .filter(post -> run.of(post, "e2", "ordered"))
                        .findFirst()
                        .orElseThrow();
                Spoil.each(
                                "e0",
                                "ordered",
                                post -> Spoil.at(post, other.received().plusMillis(post.attempt())))
                        .accept(run);
            }),
            new Spoiled(
                    "I15",
                    "sent after the subscription was deleted",
                    run -> run.post(run.delivery("e1", "gone"), 2, LATER, "204")),
            new Spoiled(
                    "I15",
                    "matched after the subscription was deleted",
                    run -> run.deliveries.add(Spoil.forSubscription(run, "e7", "gone", "default"))),
            new Spoiled("I16", "a part of a fan-out is missing", Spoil::vanish),
            new Spoiled("I16", "what was routed before a deletion is missing", run -> Spoil.vanish(run, "e1", "gone")),
            new Spoiled(
                    "I16",
                    "a delivery for who does not match",
                    run -> run.deliveries.add(Spoil.forSubscription(run, "e1", "foreign", "other"))),
            new Spoiled(
                    "I17",
                    "a byte changed on the way",
                    Spoil.each(
                            "e1", "plain", post -> Spoil.with(post, "204", Sha256.of(new byte[] {1}), post.signed()))),
            new Spoiled(
                    "I17",
                    "a signature that does not verify",
                    Spoil.each("e1", "plain", post -> Spoil.with(post, "204", post.sha256(), Signed.BAD))),
            new Spoiled(
                    "I17",
                    "raw is not what was published",
                    run -> run.published.replaceAll(
                            call -> call.id().equals("e1") ? Spoil.data(call, Sha256.of(new byte[] {1})) : call)),
            new Spoiled(
                    "I17",
                    "an event that lies elsewhere",
                    run -> run.events.replaceAll(event -> event.id().equals("e1")
                            ? new EventRecord("other", 0, 1, "e1", "default", "t", event.written(), "")
                            : event)),
            new Spoiled(
                    "I18",
                    "an event for a stranger",
                    run -> run.deliveries.add(Spoil.forSubscription(run, "e1", "foreign", "other"))),
            new Spoiled("I19", "the equation does not come out", Spoil::vanish));

    @Test
    void aRunInWhichAllWentRightIsFine() {
        List<Ledger.Line> lines = new Ledger(Map.of()).judge(new Doctored().evidence());

        assertThat(lines).hasSize(19).allSatisfy(line -> assertThat(line.verdict())
                .as(line.invariant().id())
                .isInstanceOf(Verdict.Held.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("spoiled")
    void whatIsSpoiledIsNoticedByTheRightInvariant(String invariant, String how, Consumer<Doctored> doctor) {
        Doctored run = new Doctored();
        doctor.accept(run);

        List<String> broken = new Ledger(Map.of())
                .judge(run.evidence()).stream()
                        .filter(Ledger.Line::failed)
                        .map(line -> line.invariant().id())
                        .toList();

        assertThat(broken).as(how).contains(invariant);
    }

    static Stream<Arguments> spoiled() {
        return SPOILED.stream().map(Spoiled::arguments);
    }

    @Test
    void anEventThatNobodyPromisedMayBeMissing() {
        Doctored run = new Doctored();
        Spoil.vanish(run);
        run.events.removeIf(event -> event.id().equals("e1"));
        run.deliveries.removeIf(lying -> lying.delivery().origin().eventId().equals("e1"));
        run.attempts.removeIf(seen -> seen.attempt().eventId().equals("e1"));
        run.posts.removeIf(post -> post.eventId().equals("e1"));
        run.published.replaceAll(call -> call.id().equals("e1") ? Spoil.result(call, Result.INFO) : call);

        assertThat(new NothingLost().judge(run.evidence()).broken()).isFalse();
        assertThat(new FanOutWhole().judge(run.evidence()).broken()).isFalse();
    }

    @Test
    void anEventThatNobodyPromisedButThatIsThereMustArrive() {
        Doctored run = new Doctored();
        Spoil.vanish(run);
        run.published.replaceAll(call -> call.id().equals("e1") ? Spoil.result(call, Result.INFO) : call);

        assertThat(new NothingLost().judge(run.evidence()).broken()).isTrue();
    }

    @Test
    void anEventThatWasRoutedOnlyAfterADeletionIsNotOwed() {
        Doctored run = new Doctored();
        Spoil.vanish(run, "e1", "gone");
        run.deliveries.replaceAll(lying -> lying.delivery().origin().eventId().equals("e1")
                ? new Lying(lying.at(), lying.offset(), lying.written().plusSeconds(5), lying.delivery())
                : lying);

        assertThat(new FanOutWhole().judge(run.evidence()).broken()).isFalse();
        assertThat(new NothingLost().judge(run.evidence()).broken()).isFalse();
        assertThat(Equation.of(run.evidence()).unexplained()).isZero();
    }

    @Test
    void aRequestThatTheSinkReadLateIsNoSecondOne() {
        Doctored run = new Doctored();
        run.posts.replaceAll(post -> run.of(post, "e1", "plain") ? Spoil.at(post, LATER) : post);

        assertThat(new NoPostAfterItsOutcome().judge(run.evidence()).broken()).isFalse();
    }

    @Test
    void aLongWaitMayPassTheSameTierTwice() {
        Doctored run = new Doctored();
        Lying retry = run.deliveries.stream()
                .filter(lying -> lying.at().topic().endsWith("1s"))
                .findFirst()
                .orElseThrow();
        run.lay(retry.at().topic(), retry.written().plusSeconds(1), retry.delivery());

        assertThat(new ChainNeverForks().judge(run.evidence()).broken()).isFalse();
    }

    @Test
    void whatIsWaivedIsToldButDoesNotFail() {
        Doctored run = new Doctored();
        Spoil.vanish(run);

        Ledger.Line line =
                new Ledger(Map.of("I1", "for this test")).judge(run.evidence()).get(0);

        assertThat(line.failed()).isFalse();
        assertThat(line.text().get(0)).contains("waived").contains("for this test");
    }

    private record Spoiled(String invariant, String how, Consumer<Doctored> doctor) {
        Arguments arguments() {
            return Arguments.of(invariant, how, doctor);
        }
    }
}
