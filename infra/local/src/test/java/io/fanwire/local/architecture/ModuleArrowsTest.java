package io.fanwire.local.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom: services meet in topics, and what is below knows nothing of what is above. */
class ModuleArrowsTest {
    @ParameterizedTest
    @CsvSource({
        "gateway, router",
        "gateway, dispatcher",
        "router, gateway",
        "router, dispatcher",
        "dispatcher, gateway",
        "dispatcher, router",
    })
    void servicesNeverKnowEachOther(String one, String other) {
        noClasses()
                .that()
                .resideInAPackage("io.fanwire." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fanwire." + other + "..")
                .allowEmptyShould(true)
                .check(OurClasses.ALL);
    }

    @Test
    void nothingKnowsTheLocalPlatform() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fanwire.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fanwire.local..")
                .check(OurClasses.ALL);
    }

    @Test
    void theRuntimeKnowsNothingElseOfOurs() {
        classes()
                .that()
                .resideInAPackage("io.fanwire.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.fanwire.schemas..",
                        "io.fanwire.avro..",
                        "io.fanwire.gateway..",
                        "io.fanwire.router..",
                        "io.fanwire.dispatcher..",
                        "io.fanwire.local..")
                .check(OurClasses.ALL);
    }

    @Test
    void schemasKnowAvroTheRegistryKafkaAndTheTokensOfJsonOnly() {
        classes()
                .that()
                .resideInAnyPackage("io.fanwire.schemas..", "io.fanwire.avro..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.xml.stream..",
                        "io.fanwire.schemas..",
                        "io.fanwire.avro..",
                        "io.confluent.kafka..",
                        "org.apache.avro..",
                        "org.apache.kafka..",
                        "com.fasterxml.jackson.core..",
                        "com.github.f4b6a3.uuid..",
                        "org.jspecify..")
                .check(OurClasses.ALL);
    }

    @Test
    void generatedRecordsStopAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fanwire.schemas..", "io.fanwire.avro..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fanwire.avro..")
                .check(OurClasses.ALL);
    }

    @Test
    void theRulesOfADeliveryArePure() {
        noClasses()
                .that()
                .resideInAPackage("io.fanwire.dispatcher.delivery..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.netty..", "io.vertx..")
                .check(OurClasses.ALL);
    }
}
