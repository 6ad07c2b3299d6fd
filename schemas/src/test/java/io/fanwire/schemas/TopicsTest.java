package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalogue keeps the promises that readers and writers of its topics rely on. */
class TopicsTest {
    private final Topics topics = new Topics(new TopicSettings("acme.", 48, (short) 3, Tiers.DEFAULT));

    @Test
    void everyNameStartsWithThePrefixAndIsThereOnce() {
        assertThat(topics.all())
                .extracting(TopicSpec::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("acme."))
                .containsAll(topics.dispatched())
                .contains(topics.subscriptions(), topics.deadLetters(), topics.poison(), topics.attempts());
    }

    @Test
    void allThatADispatcherReadsHasTheSamePartitions() {
        assertThat(topics.dispatched()).hasSize(1 + Tiers.DEFAULT.size());
        assertThat(topics.all())
                .filteredOn(spec -> topics.dispatched().contains(spec.name()))
                .allMatch(spec -> spec.partitions() == 48);
    }

    @Test
    void whatTheOwnerOfAPartitionWritesAsideHasTheSamePartitionsAndIsNotDispatched() {
        for (String name : List.of(topics.held(), topics.suspended(), topics.subscriptionStates())) {
            assertThat(spec(name).partitions()).isEqualTo(48);
            assertThat(topics.dispatched()).doesNotContain(name);
        }
        assertThat(spec(topics.held()).retention()).contains(Topics.BACKLOG_RETENTION);
        assertThat(spec(topics.suspended()).retention()).contains(Topics.BACKLOG_RETENTION);
        assertThat(spec(topics.subscriptionStates()).compacted()).isTrue();
    }

    @Test
    void whatADispatcherReadsBearsTheTimeOfTheBroker() {
        for (String name : topics.dispatched()) {
            assertThat(spec(name).config()).containsEntry("message.timestamp.type", "LogAppendTime");
        }
    }

    @Test
    void aRetryTopicKeepsItsRecordsAWeekLongerThanTheyWait() {
        for (Tiers.Tier tier : topics.tiers().all()) {
            assertThat(spec(tier.topic()).retention()).contains(tier.delay().plus(Duration.ofDays(7)));
        }
    }

    @Test
    void subscriptionsAreOneCompactedPartition() {
        TopicSpec spec = spec(topics.subscriptions());

        assertThat(spec.partitions()).isEqualTo(1);
        assertThat(spec.compacted()).isTrue();
        assertThat(spec.config()).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void threeCopiesAskForTwoAndOneCopyForOne() {
        Topics local = new Topics(TopicSettings.local("fanwire."));

        assertThat(topics.all())
                .allMatch(spec -> "2".equals(spec.config().get("min.insync.replicas")))
                .allMatch(spec -> "false".equals(spec.config().get("unclean.leader.election.enable")));
        assertThat(local.all()).allMatch(spec -> "1".equals(spec.config().get("min.insync.replicas")));
    }

    @Test
    void eventTopicsAreToldFromAllOthers() {
        assertThat(topics.eventTopic("acme.events.a.b")).contains("a.b");
        assertThat(topics.eventTopic("acme.events.")).isEmpty();
        assertThat(topics.eventTopic("acmeXevents.a")).isEmpty();
        assertThat(topics.allEvents().matcher("acme.events.a.b").matches()).isTrue();
        assertThat(List.of("acme.events.", "acmeXevents.a", "other.acme.events.a", "acme.deliveries"))
                .noneMatch(name -> topics.allEvents().matcher(name).matches());
    }

    @Test
    void aRouterReadsEventsAndWhatIsLeftOfThem() {
        assertThat(List.of("acme.events.a.b", "acme.fanouts"))
                .allMatch(name -> topics.routed().matcher(name).matches());
        assertThat(List.of("acme.events.", "acme.fanouts.x", "other.acme.fanouts", "acme.deliveries"))
                .noneMatch(name -> topics.routed().matcher(name).matches());
    }

    /** A claim whose entry is gone would look like one that nothing came of. */
    @Test
    void anEntryOutlivesTheClaimsThatItSettlesAndBothADay() {
        TopicSpec claims = spec(topics.idempotency().claims());
        TopicSpec entries = spec(topics.idempotency().entries());
        Duration segment = Duration.ofMillis(Long.parseLong(claims.config().get("segment.ms")));

        assertThat(claims.retention().orElseThrow()).isGreaterThan(Duration.ofHours(25));
        assertThat(entries.retention().orElseThrow())
                .isGreaterThan(claims.retention().orElseThrow().plus(segment));
        assertThat(entries.partitions()).isEqualTo(claims.partitions());
        assertThat(List.of(claims, entries))
                .allMatch(spec -> "LogAppendTime".equals(spec.config().get("message.timestamp.type")));
    }

    @Test
    void everySchemaIsOneOfOurs() {
        assertThat(topics.all())
                .filteredOn(spec -> spec.schema().isPresent())
                .hasSize(13 + Tiers.DEFAULT.size())
                .allMatch(spec -> spec.schema().orElseThrow().getNamespace().equals("io.fanwire.avro"));
    }

    private TopicSpec spec(String name) {
        return topics.all().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
