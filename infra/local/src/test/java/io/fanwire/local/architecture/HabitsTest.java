package io.fanwire.local.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.fanwire.runtime.net.HttpUrl;
import io.netty.bootstrap.Bootstrap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Habits that a tool can see. */
class HabitsTest {
    /** Two parsers see two hosts in one URL: what a user typed goes through {@code runtime.net} alone. */
    @Test
    void onlyOneParserReadsUrls() {
        noClasses()
                .that()
                // The command line and the embedded registry read addresses that the operator of this machine typed.
                .resideOutsideOfPackages("io.fanwire.local..", "io.fanwire.runtime.net..")
                .and()
                // The JDK's HTTP server hands it the path of a request as a URI; it compares that with three words.
                .doNotHaveFullyQualifiedName("io.fanwire.runtime.OpsServer")
                .and()
                // Where the keys of a tokens' issuer are is a setting of the operator, and no caller has a say in it.
                .doNotHaveFullyQualifiedName("io.fanwire.gateway.access.KeySetFetch")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(URL.class, URI.class)
                .orShould()
                .callMethod(InetAddress.class, "getByName", String.class)
                .orShould()
                .callMethod(InetAddress.class, "getAllByName", String.class)
                .check(OurClasses.ALL);
    }

    /** What a customer typed is judged by the guard, and a name is looked up by it alone: no second path to an address. */
    @Test
    void onlyTheGuardLeadsToAnAddress() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fanwire.runtime.net..")
                .should()
                .callMethod(HttpUrl.class, "parse", String.class, HttpUrl.Policy.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.resolver..")
                .check(OurClasses.ALL);
        noClasses()
                .that()
                .resideInAnyPackage("io.fanwire.dispatcher..", "io.fanwire.gateway..")
                .should()
                .callConstructor(InetSocketAddress.class, String.class, int.class)
                .orShould()
                .callMethod(InetSocketAddress.class, "createUnresolved", String.class, int.class)
                .orShould()
                .callMethod(Bootstrap.class, "connect", String.class, int.class)
                .check(OurClasses.ALL);
    }

    @Test
    void aNameSaysWhatATypeDoes() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Utils?|Helper|Impl|Base|Common)(\\$.*)?")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(OurClasses.ALL);
    }

    /** They stand in packages of the same names, in infra/bench. */
    @Test
    void noBenchmarkShips() {
        noClasses().should().haveSimpleNameEndingWith("Benchmark").check(OurClasses.ALL);
    }

    @Test
    void classesAreFinal() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .resideOutsideOfPackage("io.fanwire.avro..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(OurClasses.ALL);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fanwire.local..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(OurClasses.ALL);
    }

    @Test
    void timeIsPassedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fanwire.local..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(OurClasses.ALL);
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        List<String> unmarked = OurClasses.ALL.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(ours -> !ours.getName().equals("io.fanwire.avro"))
                .filter(ours -> !ours.isAnnotatedWith(NullMarked.class))
                .map(ours -> ours.getName())
                .toList();

        assertThat(unmarked).isEmpty();
    }
}
