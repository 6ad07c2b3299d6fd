package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@link TestResult} to and from its Avro class. */
final class TestResultMapping {
    private TestResultMapping() {}

    static io.fanwire.avro.TestResult toAvro(TestResult result) {
        return new io.fanwire.avro.TestResult(
                result.deliveryId(),
                result.outcome(),
                result.reason().orElse(null),
                result.status().orElse(null),
                result.message().orElse(null),
                result.response().orElse(null),
                result.at().toEpochMilli(),
                result.took().toMillis(),
                result.allowedRate().orElse(null));
    }

    static TestResult fromAvro(io.fanwire.avro.TestResult avro) {
        return new TestResult(
                avro.getDeliveryId(),
                avro.getOutcome(),
                Optional.ofNullable(avro.getReason()),
                Optional.ofNullable(avro.getStatus()),
                Optional.ofNullable(avro.getMessage()),
                Optional.ofNullable(avro.getResponse()),
                Instant.ofEpochMilli(avro.getAt()),
                Duration.ofMillis(avro.getMillis()),
                Optional.ofNullable(avro.getAllowedRate()));
    }
}
