package io.fanwire.local.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No library is older than the release that mended what it did wrong, and none is there twice. */
class DependencyFloorsTest {
    private static final List<Library> LIBRARIES = Library.onTheClassPath();

    @ParameterizedTest
    @CsvSource({
        "org/apache/kafka/kafka, 4.1.2",
        "io/netty/netty-, 4.2.15",
        "org/apache/avro/avro, 1.11.4",
        "com/fasterxml/jackson/, 2.22",
    })
    void noLibraryIsBelowItsFloor(String library, String floor) {
        assertThat(LIBRARIES)
                .filteredOn(jar ->
                        ("/" + jar.id()).contains("/" + library) && !jar.id().contains("tcnative"))
                .isNotEmpty()
                .allMatch(jar -> jar.atLeast(floor));
    }

    /** What the loaded classes say of themselves agrees with where their jars lie. */
    @Test
    void theLoadedClassesAreOfThoseVersions() {
        assertThat(version("org/apache/kafka/kafka-clients")).isEqualTo(AppInfoParser.getVersion());
        assertThat(version("org/apache/avro/avro"))
                .isEqualTo(Schema.class.getPackage().getImplementationVersion());
        assertThat(version("com/fasterxml/jackson/core/jackson-databind"))
                .isEqualTo(new ObjectMapper().version().toString());
    }

    @Test
    void theConfluentClientIsTheGenuineOne() throws IOException {
        Properties serializer = new Properties();
        try (InputStream properties = Objects.requireNonNull(
                getClass().getResourceAsStream("/META-INF/maven/io.confluent/kafka-avro-serializer/pom.properties"))) {
            serializer.load(properties);
        }

        assertThat(new Library("io/confluent/kafka-avro-serializer", serializer.getProperty("version"))
                        .atLeast("7.9.5"))
                .isTrue();
    }

    @Test
    void noLibraryIsThereInTwoVersions() {
        Map<String, Set<String>> versions =
                LIBRARIES.stream().collect(groupingBy(Library::id, mapping(Library::version, toSet())));

        assertThat(versions).hasSizeGreaterThan(80);
        assertThat(versions.entrySet()).allMatch(library -> library.getValue().size() == 1);
    }

    /** JMH is under the GPL, and none of its classes runs anywhere but in {@code fanwire bench}. */
    @Test
    void whatMeasuresInnerLoopsIsNotShipped() {
        assertThat(LIBRARIES).isNotEmpty().noneMatch(jar -> ("/" + jar.id()).contains("/org/openjdk/jmh/"));
    }

    @Test
    void versionsAreComparedAsNumbers() {
        assertThat(new Library("x", "4.2.17.Final").atLeast("4.2.15")).isTrue();
        assertThat(new Library("x", "4.2.9").atLeast("4.2.15")).isFalse();
        assertThat(new Library("x", "2.22").atLeast("2.22")).isTrue();
        assertThat(new Library("x", "10.0").atLeast("9.9.9")).isTrue();
    }

    private static String version(String id) {
        return LIBRARIES.stream()
                .filter(jar -> jar.id().endsWith(id))
                .findFirst()
                .orElseThrow()
                .version();
    }
}
