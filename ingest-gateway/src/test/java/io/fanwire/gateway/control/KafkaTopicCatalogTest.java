package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.control.TopicCatalog.Wish;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.TopicGrant;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.junit.jupiter.api.Test;

class KafkaTopicCatalogTest {
    @Test
    void aNameThatKafkaDoesNotTakeIsAConflictAndNotAMissingTopic() {
        Admin refusing = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (self, method, arguments) -> {
                    if (method.getName().equals("createTopics")) {
                        throw new InvalidTopicException("collides with existing topics: fw.events.a.b");
                    }
                    return null;
                });
        try (KafkaTopicCatalog catalog =
                new KafkaTopicCatalog(refusing, new Topics(TopicSettings.local("fw.")), new NoGrants())) {
            Problem problem = catalog.create(new Wish("a_b", Optional.empty(), Optional.empty()))
                    .toCompletableFuture()
                    .join()
                    .fold(made -> Problem.internal(), refused -> refused);

            assertThat(problem.status()).isEqualTo(409);
            assertThat(problem.code()).isEqualTo("topic_name_refused");
        }
    }

    private static final class NoGrants implements TopicGrants {
        @Override
        public TopicGrant of(String topic) {
            return TopicGrant.toAll(topic);
        }

        @Override
        public CompletionStage<Optional<Problem>> save(TopicGrant grant) {
            throw new AssertionError("not asked for");
        }
    }
}
