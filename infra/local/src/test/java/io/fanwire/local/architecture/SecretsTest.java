package io.fanwire.local.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretText;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Types that hold a secret in the clear, and who may look into them. */
class SecretsTest {
    private static final Pattern SOUNDS_SECRET = Pattern.compile("(?i).*(secret|password|private_?key|credential).*");

    /** A record would print it, and have an {@code equals} that takes longer the more of it is right. */
    @Test
    void aSecretHasATextOfItsOwnAndNoEquals() {
        classes()
                .that()
                .areAssignableTo(Secret.class)
                .and()
                .areNotInterfaces()
                .should(new ArchCondition<JavaClass>("be no record, say nothing and have no equals") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        holds(type, !type.isRecord(), "is a record", events);
                        holds(type, type.tryGetMethod("toString").isPresent(), "has no toString", events);
                        holds(type, type.tryGetMethod("equals", Object.class).isEmpty(), "has equals", events);
                        holds(type, type.tryGetMethod("hashCode").isEmpty(), "has hashCode", events);
                    }
                })
                .check(OurClasses.ALL);
    }

    private static void holds(JavaClass type, boolean good, String what, ConditionEvents events) {
        events.add(new SimpleConditionEvent(type, good, type.getName() + " " + what));
    }

    /** What reads secrets that users give keeps them in a type that hides them. */
    @Test
    void noFieldThatSoundsLikeASecretIsPlainText() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage("io.fanwire.gateway..", "io.fanwire.dispatcher..", "io.fanwire.runtime.tls..")
                .and()
                .haveNameMatching(SOUNDS_SECRET.pattern())
                .and()
                .areNotStatic()
                .should()
                .notHaveRawType(String.class)
                .andShould()
                .notHaveRawType(byte[].class)
                .allowEmptyShould(true)
                .check(OurClasses.ALL);
    }

    @Test
    void onlyWhoSealsOrSendsASecretLooksAtIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.fanwire.gateway.control..",
                        "io.fanwire.dispatcher.callbacks..",
                        "io.fanwire.dispatcher.http..",
                        "io.fanwire.runtime.seal..",
                        "io.fanwire.runtime.tls..")
                .should()
                .callMethod(SecretText.class, "reveal")
                .check(OurClasses.ALL);
    }

    /** Signatures, key hashes and secrets are compared by {@code MessageDigest.isEqual}; a payload is none of them. */
    @Test
    void bytesAreComparedInConstantTime() {
        noClasses()
                .that()
                .resideInAnyPackage("io.fanwire..")
                .and()
                .doNotHaveFullyQualifiedName("io.fanwire.schemas.Payload")
                .and()
                // Asks whether the files of its certificate have changed; nobody outside can try values on it.
                .doNotHaveFullyQualifiedName("io.fanwire.gateway.http.ServerTls")
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Objects.class, "deepEquals", Object.class, Object.class)
                .check(OurClasses.ALL);
    }

    @Test
    void theRouterHoldsNoKey() {
        noClasses()
                .that()
                .resideInAPackage("io.fanwire.router..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fanwire.runtime.seal..")
                .check(OurClasses.ALL);
    }
}
