package io.fanwire.runtime.net;

import java.util.Optional;
import java.util.function.Function;

/**
 * An http or https address in parts that were read once and are never read again: whoever connects or writes a request
 * uses the parts. In normal form: scheme and host in lower case, an IPv6 literal as RFC 5952 writes it and without
 * brackets, the port always there, the path never empty.
 */
public record HttpUrl(String scheme, String host, boolean ipv6Literal, int port, String pathAndQuery) {
    /** Reads {@code text} and nothing more: whether its address may be called is for {@link EgressGuard} to say. */
    public static Parsed parse(String text, Policy policy) {
        return UrlParser.parse(text, policy);
    }

    public boolean secure() {
        return scheme.equals("https");
    }

    /** Scheme, host and port; the port only where it is not the scheme's own. */
    public String origin() {
        return scheme + "://" + hostHeader();
    }

    /** What the Host header says. */
    public String hostHeader() {
        String text = ipv6Literal ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? text : text + ":" + port;
    }

    /** For logs: a query may hold what is not ours to show. */
    public String withoutQuery() {
        int question = pathAndQuery.indexOf('?');
        return origin() + (question < 0 ? pathAndQuery : pathAndQuery.substring(0, question));
    }

    /** The host where it is an address and not a name. */
    Optional<IpAddress> literal() {
        return ipv6Literal ? Ipv6Text.parse(host).map(IpAddress::of) : IpAddress.parse(host);
    }

    @Override
    public String toString() {
        return origin() + pathAndQuery;
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** What an installation accepts beyond https to names that are public. */
    public record Policy(boolean allowHttp, boolean allowLoopback) {}

    /** What came of reading an address. */
    public sealed interface Parsed {
        <T> T fold(Function<HttpUrl, T> ok, Function<Refused, T> refused);
    }

    /** An address that can be used as far as its text tells. */
    public record Ok(HttpUrl url) implements Parsed {
        @Override
        public <T> T fold(Function<HttpUrl, T> ok, Function<Refused, T> refused) {
            return ok.apply(url);
        }
    }

    /**
     * An address that cannot be used.
     *
     * @param rule the name of the rule; of the text: length, characters, scheme, http, authority, userinfo, fragment, host,
     *     address, name, port; of the address: loopback, private, link-local, multicast, cloud, nat64, reserved, self, answers
     * @param detail one sentence for who typed it
     */
    public record Refused(String rule, String detail) implements Parsed {
        @Override
        public <T> T fold(Function<HttpUrl, T> ok, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
