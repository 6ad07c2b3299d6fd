package io.fanwire.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.net.HttpUrl.Parsed;
import io.fanwire.runtime.net.HttpUrl.Policy;
import io.fanwire.runtime.net.HttpUrl.Refused;
import io.fanwire.runtime.net.Names.Answer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are called, when they are saved and when a connection is made. */
class EgressGuardTest {
    private static final EgressGuard STANDARD = new EgressGuard(EgressRules.of(new Policy(true, false)));
    private static final EgressGuard LOCAL = new EgressGuard(EgressRules.of(new Policy(true, true)));
    private static final Names NOBODY = name -> {
        throw new AssertionError(name + " was looked up");
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://9.9.9.9/",
                "https://126.255.255.255/",
                "https://128.0.0.1/",
                "https://100.128.0.0/",
                "https://169.253.255.255/",
                "https://172.32.0.0/",
                "https://192.0.1.0/",
                "https://192.31.196.1/",
                "https://192.52.193.1/",
                "https://192.175.48.1/",
                "https://168.63.129.15/",
                "https://168.63.129.17/",
                "https://198.17.255.255/",
                "https://198.20.0.0/",
                "https://223.255.255.255/",
                "https://[2001:200::1]/",
                "https://[2001:db7:ffff::1]/",
                "https://[2001:db9::1]/",
                "https://[2003::1]/",
                "https://[2620:4f:8000::1]/",
                "https://[3ffe:ffff::1]/",
                "https://[3fff:1000::1]/"
            })
    void neighboursOfSpecialNetworksAreCalledWithoutALookUp(String url) {
        assertThat(verdict(STANDARD, ok(STANDARD, url), NOBODY)).startsWith("to ");
    }

    @ParameterizedTest
    @CsvSource({
        "http://0.0.0.0/,                     reserved",
        "http://10.255.255.255/,              private",
        "http://100.127.255.255/,             private",
        "http://127.0.0.2:8080/,              loopback",
        "http://169.254.0.1/,                 link-local",
        "http://172.31.255.255/,              private",
        "http://192.0.0.9/,                   reserved",
        "http://192.88.99.1/,                 reserved",
        "http://198.19.255.255/,              reserved",
        "http://198.51.100.7/,                reserved",
        "http://203.0.113.7/,                 reserved",
        "http://168.63.129.16/,               cloud",
        "http://239.255.255.255/,             multicast",
        "http://250.1.2.3/,                   reserved",
        "'http://[::]/',                      reserved",
        "'http://[::1]/',                     loopback",
        "'http://[::7f00:1]/',                reserved",
        "'http://[64:ff9b::808:808]/',        nat64",
        "'http://[64:ff9b:1::1]/',            reserved",
        "'http://[100::1]/',                  reserved",
        "'http://[2001::1]/',                 reserved",
        "'http://[2001:1ff:ffff::1]/',        reserved",
        "'http://[2001:db8:1::1]/',           reserved",
        "'http://[2002:808:808::1]/',         reserved",
        "'http://[3fff:fff::1]/',             reserved",
        "'http://[4000::1]/',                 reserved",
        "'http://[5f00::1]/',                 reserved",
        "'http://[fd12:3456::1]/',            private",
        "'http://[fe80::1]/',                 link-local",
        "'http://[fec0::1]/',                 reserved",
        "'http://[ff0e::1]/',                 multicast",
        "'http://[::ffff:9.9.9.9]/',          address",
        "http://localhost/,                   name",
        "http://10.1/,                        address"
    })
    void everythingElseIsRefusedUnderTheNameOfItsRule(String url, String rule) {
        assertThat(rule(STANDARD.parse(url))).isEqualTo(rule);
    }

    @Test
    void aNameIsCalledWhereAllOfItsAddressesMayBe() {
        HttpUrl url = ok(STANDARD, "https://hooks.example.org:8443/");

        assertThat(verdict(STANDARD, url, answering("2606:4700::1", "9.9.9.9", "2606:4700::1")))
                .isEqualTo("to 9.9.9.9, 2606:4700:0:0:0:0:0:1");
        assertThat(verdict(STANDARD, url, answering("9.9.9.9", "10.0.0.5"))).isEqualTo("blocked private");
        assertThat(verdict(STANDARD, url, answering("9.9.9.9", "::1"))).isEqualTo("blocked loopback");
        assertThat(verdict(STANDARD, url, answering("::ffff:9.9.9.9"))).isEqualTo("blocked address");
        assertThat(verdict(STANDARD, url, answering())).isEqualTo("none the name has no address");
        assertThat(verdict(STANDARD, url, name -> CompletableFuture.failedStage(new IllegalStateException("bug"))))
                .startsWith("none")
                .endsWith("bug");
    }

    @Test
    void moreThan32AnswersAreRefused() {
        HttpUrl url = ok(STANDARD, "https://hooks.example.org/");
        String[] many =
                Stream.iterate(0, n -> n + 1).limit(33).map(n -> "9.9.9." + n).toArray(String[]::new);

        assertThat(verdict(STANDARD, url, answering(many))).isEqualTo("blocked answers");
        assertThat(verdict(STANDARD, url, answering(List.of(many).subList(0, 32).toArray(new String[0]))))
                .startsWith("to 9.9.9.0,");
    }

    @Test
    void anAddressIsSaidByItsRuleOnlyNeverByItsDigits() {
        HttpUrl url = ok(STANDARD, "https://hooks.example.org/");
        Resolution resolution = STANDARD.resolve(url, answering("10.77.0.5"))
                .toCompletableFuture()
                .join();

        assertThat(resolution.toString()).doesNotContain("10.77");
    }

    @Test
    void thisMachineIsCalledWhereItIsAllowedAndNothingElseWithIt() {
        assertThat(verdict(LOCAL, ok(LOCAL, "http://localhost:18080/"), NOBODY))
                .isEqualTo("to 127.0.0.1, 0:0:0:0:0:0:0:1");
        assertThat(verdict(LOCAL, ok(LOCAL, "http://127.1.2.3:18080/"), NOBODY)).isEqualTo("to 127.1.2.3");
        assertThat(verdict(LOCAL, ok(LOCAL, "http://[::1]:18080/"), NOBODY)).isEqualTo("to 0:0:0:0:0:0:0:1");
        assertThat(rule(LOCAL.parse("http://0.0.0.0/"))).isEqualTo("reserved");
        assertThat(rule(LOCAL.parse("http://[::]/"))).isEqualTo("reserved");
        assertThat(rule(LOCAL.parse("http://10.0.0.1/"))).isEqualTo("private");
        assertThat(verdict(LOCAL, ok(LOCAL, "http://a.example.org/"), answering("127.0.0.1", "192.168.0.1")))
                .isEqualTo("blocked private");
    }

    @Test
    void anExemptNetworkIsOpenAndItsNeighbourIsNot() {
        EgressGuard guard = guard(List.of("10.20.0.0/16", "fd00:7::/32", "127.0.0.2/32"), Set.of());

        ok(guard, "http://10.20.0.0/");
        ok(guard, "http://10.20.255.255/");
        ok(guard, "http://[fd00:7::1]/");
        ok(guard, "http://127.0.0.2:9000/");
        assertThat(rule(guard.parse("http://10.21.0.0/"))).isEqualTo("private");
        assertThat(rule(guard.parse("http://[fd00:8::1]/"))).isEqualTo("private");
        assertThat(rule(guard.parse("http://127.0.0.1:9000/"))).isEqualTo("loopback");
        assertThat(verdict(guard, ok(guard, "http://a.example.org/"), answering("::ffff:10.20.0.1")))
                .isEqualTo("blocked address");
    }

    @Test
    void aTranslatedAddressWhereItIsOpenedGetsTheVerdictOfTheOneInIt() {
        EgressGuard guard = guard(List.of("64:ff9b::/96", "10.20.0.0/16"), Set.of());

        ok(guard, "http://[64:ff9b::909:909]/");
        ok(guard, "http://[64:ff9b::a14:1]/");
        assertThat(rule(guard.parse("http://[64:ff9b::a9fe:a9fe]/"))).isEqualTo("link-local");
        assertThat(rule(guard.parse("http://[64:ff9b::7f00:1]/"))).isEqualTo("loopback");
    }

    @Test
    void ourOwnListenersAreNeverCalled() {
        EgressGuard guard = new EgressGuard(new EgressRules(
                new Policy(true, true),
                List.of(IpNetwork.known("10.0.0.0/8")),
                Set.of(
                        new HostAndPort("127.0.0.1", 8080),
                        new HostAndPort("10.0.0.7", 8080),
                        new HostAndPort("9.9.9.9", 443)),
                Optional.empty(),
                List.of()));

        assertThat(rule(guard.parse("http://127.0.0.1:8080/"))).isEqualTo("self");
        assertThat(rule(guard.parse("http://localhost:8080/"))).isEqualTo("self");
        assertThat(rule(guard.parse("http://10.0.0.7:8080/"))).isEqualTo("self");
        assertThat(rule(guard.parse("https://9.9.9.9/"))).isEqualTo("self");
        assertThat(verdict(guard, ok(guard, "https://a.example.org/"), answering("8.8.8.8", "9.9.9.9")))
                .isEqualTo("blocked self");
        ok(guard, "http://127.0.0.1:8081/");
        ok(guard, "http://9.9.9.9:8443/");
    }

    @Test
    void whoSavesAnAddressWaitsForNoNameServer() {
        HttpUrl url = ok(STANDARD, "https://slow.example.org/");
        CompletableFuture<Answer> never = new CompletableFuture<>();

        var check = STANDARD.check(url, name -> never).toCompletableFuture();

        assertThat(check.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(STANDARD.check(url, answering("10.0.0.1"))
                        .toCompletableFuture()
                        .join())
                .map(Refused::rule)
                .contains("private");
        assertThat(STANDARD.check(url, answering()).toCompletableFuture().join())
                .isEmpty();
    }

    @Test
    void theProxyIsTheOperatorsAndIsNotVetted() {
        assertThat(said(STANDARD.resolveProxy(new HostAndPort("10.0.0.1", 3128), NOBODY)))
                .isEqualTo("to 10.0.0.1");
        assertThat(said(STANDARD.resolveProxy(new HostAndPort("proxy.internal", 3128), answering("127.0.0.1"))))
                .isEqualTo("to 127.0.0.1");
        assertThat(said(STANDARD.resolveProxy(new HostAndPort("proxy.internal", 3128), answering())))
                .isEqualTo("none the proxy: the name has no address");
    }

    private static EgressGuard guard(List<String> networks, Set<HostAndPort> self) {
        return new EgressGuard(new EgressRules(
                new Policy(true, false),
                networks.stream().map(IpNetwork::known).toList(),
                self,
                Optional.empty(),
                List.of()));
    }

    private static Names answering(String... addresses) {
        return name -> CompletableFuture.completedStage(Answer.of(addresses));
    }

    private static HttpUrl ok(EgressGuard guard, String text) {
        return guard.parse(text).fold(url -> url, refused -> {
            throw new AssertionError(text + ": " + refused);
        });
    }

    private static String rule(Parsed parsed) {
        return parsed.fold(url -> "none, it is " + url, Refused::rule);
    }

    private static String verdict(EgressGuard guard, HttpUrl url, Names names) {
        return said(guard.resolve(url, names));
    }

    private static String said(CompletionStage<Resolution> stage) {
        return stage.toCompletableFuture()
                .join()
                .fold(
                        addresses -> "to "
                                + String.join(
                                        ", ",
                                        addresses.stream()
                                                .map(address ->
                                                        address.getAddress().getHostAddress())
                                                .toList()),
                        refused -> "blocked " + refused.rule(),
                        why -> "none " + why);
    }
}
