package io.fanwire.bench.inner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fanwire.bench.Bench;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.TearDown;

/** In packages named as those of the services stand benchmarks and nothing else. */
class BenchmarksTest {
    private static final String SUFFIX = "Benchmark";
    private static final JavaClasses OURS = ours();

    private static JavaClasses ours() {
        try {
            return new ClassFileImporter()
                    .importPath(Path.of(Bench.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<JavaClass> benchmarks() {
        return OURS.stream()
                .filter(type -> type.getSimpleName().endsWith(SUFFIX) && type.isTopLevelClass())
                .toList();
    }

    @Test
    void whatStandsInThePackageOfAnotherModuleIsABenchmark() {
        classes()
                .that()
                .resideOutsideOfPackages("io.fanwire.bench..", "..jmh_generated")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveSimpleNameEndingWith(SUFFIX)
                .check(OURS);
    }

    @Test
    void aBenchmarkStandsBesideWhatItMeasuresAndProvesItsWork() {
        assertThat(benchmarks()).hasSizeGreaterThanOrEqualTo(7).allSatisfy(type -> {
            String measured = type.getName().substring(0, type.getName().length() - SUFFIX.length());
            assertThatCode(() -> Class.forName(measured)).doesNotThrowAnyException();
            assertThat(type.getMethods()).anyMatch(method -> method.isAnnotatedWith(TearDown.class));
        });
    }

    @Test
    void nothingElseKnowsThem() {
        noClasses()
                .that()
                .resideInAPackage("io.fanwire.bench..")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith(SUFFIX)
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("io.fanwire.bench..")
                .and()
                .resideOutsideOfPackage("io.fanwire.bench.inner")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.openjdk.jmh..")
                .check(OURS);
    }
}
