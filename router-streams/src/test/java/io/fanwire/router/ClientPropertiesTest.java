package io.fanwire.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.Settings;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {
    @Test
    void whatPassesThroughWinsOverOurDefaultsButNotOverTheGuarantees() {
        Properties streams = streams(Map.of(
                "producer.linger.ms", "1",
                "streams.poll.ms", "7",
                "streams.processing.guarantee", "at_least_once",
                "streams.application.id", "other"));

        assertThat(streams)
                .containsEntry("producer.linger.ms", "1")
                .containsEntry("poll.ms", "7")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("application.id", "fanwire.router");
    }

    @Test
    void anInstanceIdMakesAStaticMemberThatStays() {
        Settings named = Settings.of(Router.config(), Map.of("router.instance.id", "r-0"));

        assertThat(streams(Map.of("router.instance.id", "r-0")))
                .containsEntry("main.consumer.group.instance.id", "r-0");
        assertThat(RouterSettings.of(named).leaves()).isFalse();
        assertThat(streams(Map.of())).doesNotContainKey("main.consumer.group.instance.id");
        assertThat(RouterSettings.of(Settings.of(Router.config(), Map.of())).leaves())
                .isTrue();
    }

    @Test
    void lookUpsSeeOnlyWhatIsCommitted() {
        Settings settings = Settings.of(Router.config(), Map.of("consumer.isolation.level", "read_uncommitted"));
        Map<String, Object> lookUps = new ClientProperties(
                        settings, RouterSettings.of(settings), Cluster.plain("127.0.0.1:1", "http://127.0.0.1:2"))
                .lookUps();

        assertThat(lookUps)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("bootstrap.servers", "127.0.0.1:1");
    }

    private static Properties streams(Map<String, String> given) {
        Settings settings = Settings.of(Router.config(), given);
        return new ClientProperties(
                        settings, RouterSettings.of(settings), Cluster.plain("127.0.0.1:1", "http://127.0.0.1:2"))
                .streams(new Topics(TopicSettings.local("fanwire.")));
    }
}
