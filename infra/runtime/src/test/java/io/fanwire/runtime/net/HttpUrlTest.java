package io.fanwire.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.net.HttpUrl.Parsed;
import io.fanwire.runtime.net.HttpUrl.Policy;
import io.fanwire.runtime.net.HttpUrl.Refused;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an address, how it is written afterwards, and what is refused by which rule. */
class HttpUrlTest {
    private static final Policy PUBLIC = new Policy(true, false);
    private static final Policy LOCAL = new Policy(true, true);

    @Test
    void anAddressIsTakenApartOnce() {
        HttpUrl url = ok("HTTPS://Shop.Example.COM.:8443/In/%2f?Q=1&q=%00", PUBLIC);

        assertThat(url).isEqualTo(new HttpUrl("https", "shop.example.com", false, 8443, "/In/%2f?Q=1&q=%00"));
        assertThat(url.origin()).isEqualTo("https://shop.example.com:8443");
        assertThat(url.hostHeader()).isEqualTo("shop.example.com:8443");
        assertThat(url.withoutQuery()).isEqualTo("https://shop.example.com:8443/In/%2f");
        assertThat(url).hasToString("https://shop.example.com:8443/In/%2f?Q=1&q=%00");
        assertThat(url.secure()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.org,            https://a.example.org/",
        "https://a.example.org?x=1,        https://a.example.org/?x=1",
        "https://a.example.org:443/,       https://a.example.org/",
        "http://a.example.org:80/,         http://a.example.org/",
        "http://a.example.org:443/,        http://a.example.org:443/",
        "https://a.example.org/../x?a=//b@c:1, https://a.example.org/../x?a=//b@c:1",
        "https://8.8.4.4:65535/x,          https://8.8.4.4:65535/x",
        "https://_dmarc.xn--bcher-kva.example/, https://_dmarc.xn--bcher-kva.example/",
        "https://1password.example1/,      https://1password.example1/",
        "'https://[2606:4700:0:0:1:0:0:1]/', 'https://[2606:4700::1:0:0:1]/'",
        "'https://[2606:4700:0:1:0:0:0:AB]:8443/', 'https://[2606:4700:0:1::ab]:8443/'",
        "'https://[2606:4700:1:2:3:4:8.8.8.8]/', 'https://[2606:4700:1:2:3:4:808:808]/'",
        "'https://[2606:4700:1:2:3:4:5::]/', 'https://[2606:4700:1:2:3:4:5:0]/'"
    })
    void theNormalFormIsOneSpelling(String typed, String normal) {
        HttpUrl url = ok(typed, PUBLIC);

        assertThat(url).hasToString(normal);
        assertThat(ok(normal, PUBLIC)).isEqualTo(url);
    }

    @Test
    void anIpv6HostHasNoBracketsAsAPartAndHasThemInText() {
        HttpUrl url = ok("https://[2606:4700::1]:8443/x", PUBLIC);

        assertThat(url.host()).isEqualTo("2606:4700::1");
        assertThat(url.ipv6Literal()).isTrue();
        assertThat(url.hostHeader()).isEqualTo("[2606:4700::1]:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example.org/a\tb",
                "https://a.example.org/a\u007f",
                "https://a.example.org/ä",
                "https://bücher.example/",
                "https://a.example.org/a\"b",
                "https://a.example.org/<x>",
                "https://a.example.org/{x}",
                "https://a.example.org/a|b",
                "https://a.example.org/a^b",
                "https://a.example.org/`",
                "https://a.example.org\\x",
                " https://a.example.org/",
                "https://a.example.org/\r\nHost: b"
            })
    void charactersThatReadersDisagreeOnAreRefused(String typed) {
        assertThat(refused(typed, PUBLIC)).isEqualTo("characters");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                scheme",
        "a.example.org/x,                   scheme",
        "ws://a.example.org/,               scheme",
        "https//a.example.org/,             scheme",
        "https:/a.example.org/,             authority",
        "https:a.example.org,               authority",
        "https://@a.example.org/,           userinfo",
        "https://u:p@a.example.org/,        userinfo",
        "https://a.example.org/#,           fragment",
        "https://a.example.org#x/,          fragment",
        "https://,                          host",
        "https://:8443/,                    host",
        "https://?x,                        host",
        "https://a%2eexample.org/,          host",
        "https://.example.org/,             host",
        "https://a..example.org/,           host",
        "https://a.example.org../,          host",
        "https://-a.example.org/,           host",
        "https://a-.example.org/,           host",
        "https://a.exam!ple.org/,           host",
        "https://a.example.org:/,           port",
        "https://a.example.org:08443/,      port",
        "https://a.example.org:+8443/,      port",
        "https://a.example.org:65536/,      port",
        "https://a.example.org:4294967739/, port",
        "https://a.example.org:8443:1/,     port",
        "https://a.example.org:81/,         port",
        "https://a.example.org:1023/,       port",
        "https://a.example.org:6000/,       port",
        "https://a.example.org:10080/,      port",
        "https://10.1/,                     address",
        "https://3232235777/,               address",
        "https://10.0.0.01/,                address",
        "https://10.0.0.256/,               address",
        "https://10.0.0.1.2/,               address",
        "https://8.8.8.8./,                 address",
        "https://8.8.8.0x8/,                address",
        "https://0X08080808/,               address",
        "https://a.example.99/,             address",
        "https://[]/,                       address",
        "https://[2606:4700::1/,            port",
        "https://[2606:4700::1]x/,          address",
        "https://[2606:4700:::1]/,          address",
        "https://[2606::4700::1]/,          address",
        "https://[2606:4700:1:2:3:4:5]/,    address",
        "https://[2606:4700:1:2:3:4:5:6:7]/, address",
        "https://[2606:4700:1:2:3:4:5:6::]/, address",
        "https://[:2606:4700::1]/,          address",
        "https://[2606:4700::1:]/,          address",
        "https://[2606:4700::00001]/,       address",
        "https://[2606:4700::8.8.8.08]/,    address",
        "https://[8.8.8.8::2606]/,          address",
        "https://[::ffff:8.8.4.4]/,         address",
        "https://[0:0:0:0:0:FFFF:808:404]/, address",
        "https://kafka/,                    name",
        "https://db.corp/,                  name",
        "https://router.LAN./,              name",
        "https://x.home.arpa/,              name",
        "https://a.b.svc/,                  name",
        "https://localhost/,                name",
        "https://x.localhost/,              name"
    })
    void everyRuleRefusesUnderItsName(String typed, String rule) {
        assertThat(refused(typed, PUBLIC)).isEqualTo(rule);
    }

    @Test
    void aSpecialNameIsOneOnlyAsAWholeLabel() {
        assertThat(ok("https://mylocalhost.example/", PUBLIC).host()).isEqualTo("mylocalhost.example");
        assertThat(ok("https://internal.example/", PUBLIC).host()).isEqualTo("internal.example");
        assertThat(ok("https://notcorp.contest/", PUBLIC).host()).isEqualTo("notcorp.contest");
    }

    @Test
    void theLimitsOfLengthAreExact() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(ok("https://" + longest + "/", PUBLIC).host()).hasSize(253);
        assertThat(refused("https://" + longest + "a/", PUBLIC)).isEqualTo("host");
        assertThat(refused("https://a" + label + ".example/", PUBLIC)).isEqualTo("host");
        assertThat(ok("https://a.example/" + "x".repeat(2_048 - 18), PUBLIC).toString())
                .hasSize(2_048);
        assertThat(refused("https://a.example/" + "x".repeat(2_048 - 17), PUBLIC))
                .isEqualTo("length");
    }

    @Test
    void plainHttpIsForThePolicyToAllow() {
        assertThat(refused("http://a.example/", new Policy(false, true))).isEqualTo("http");
        assertThat(ok("https://a.example/", new Policy(false, false)).secure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:18080/in", "http://LocalHost.:18080/in"})
    void thisMachineIsAllowedWhereThePolicySaysSo(String typed) {
        assertThat(ok(typed, LOCAL).port()).isEqualTo(18080);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.1/",
                "http://x.localhost/",
                "http://kafka/",
                "http://a.internal/",
                "http://[::ffff:127.0.0.1]/"
            })
    void loopbackAllowedOpensNothingElse(String typed) {
        assertThat(HttpUrl.parse(typed, LOCAL)).isInstanceOf(Refused.class);
    }

    @Test
    void noTextMakesItThrowAndWhatPassesStaysTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "htps:/.[]@%?#0123456789abfxX-_\\ é:";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "https://a.example");
            random.ints(random.nextInt(24), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));

            Parsed parsed = HttpUrl.parse(text.toString(), LOCAL);

            boolean stable =
                    parsed.fold(url -> HttpUrl.parse(url.toString(), LOCAL).equals(parsed), refused -> !refused.detail()
                            .isEmpty());
            assertThat(stable).as("seed %d, %s", seed, text).isTrue();
        }
    }

    private static HttpUrl ok(String typed, Policy policy) {
        return HttpUrl.parse(typed, policy).fold(url -> url, refused -> {
            throw new AssertionError(typed + ": " + refused);
        });
    }

    private static String refused(String typed, Policy policy) {
        return rule(HttpUrl.parse(typed, policy));
    }

    private static String rule(Parsed parsed) {
        return parsed.fold(url -> "none, it is " + url, Refused::rule);
    }
}
