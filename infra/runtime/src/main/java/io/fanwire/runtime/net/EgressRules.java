package io.fanwire.runtime.net;

import io.fanwire.runtime.Settings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * What an operator allows of the addresses that customers give.
 *
 * @param networks exempt from the rules about addresses
 * @param self addresses and ports that are our own
 * @param proxy where all connections go through
 * @param nameServers in the order in which they are asked; empty: the system's
 * @param origin the name that we go by
 */
public record EgressRules(
        HttpUrl.Policy text,
        List<IpNetwork> networks,
        Set<HostAndPort> self,
        Optional<HostAndPort> proxy,
        List<InetSocketAddress> nameServers,
        String origin) {
    public static final String SELF = "callbacks.self";

    private static final String HTTP = "callbacks.allow.http";
    private static final String LOOPBACK = "callbacks.allow.loopback";
    private static final String NETWORKS = "callbacks.allow.networks";
    private static final String PROXY = "callbacks.proxy";
    private static final String NAME_SERVERS = "callbacks.dns.servers";
    private static final String ORIGIN = "callbacks.origin";
    private static final String USUAL_ORIGIN = "fanwire";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?");
    private static final int DNS = 53;

    public EgressRules {
        networks = List.copyOf(networks);
        self = Set.copyOf(self);
        nameServers = List.copyOf(nameServers);
    }

    /** Of one that goes by the usual name. */
    public EgressRules(
            HttpUrl.Policy text,
            List<IpNetwork> networks,
            Set<HostAndPort> self,
            Optional<HostAndPort> proxy,
            List<InetSocketAddress> nameServers) {
        this(text, networks, self, proxy, nameServers, USUAL_ORIGIN);
    }

    /** The rules of an installation where nobody said anything. */
    public static EgressRules strict() {
        return of(new HttpUrl.Policy(false, false));
    }

    public static EgressRules of(HttpUrl.Policy text) {
        return new EgressRules(text, List.of(), Set.of(), Optional.empty(), List.of());
    }

    /** Adds the settings that these rules are read from. */
    public static ConfigDef define(ConfigDef def) {
        return def.define(HTTP, Type.BOOLEAN, false, Importance.HIGH, "Whether callbacks may be plain http.")
                .define(
                        LOOPBACK,
                        Type.BOOLEAN,
                        false,
                        Importance.HIGH,
                        "Whether callbacks may be on this machine: 127.0.0.0/8, ::1 and localhost.")
                .define(
                        NETWORKS,
                        Type.LIST,
                        List.of(),
                        each("networks such as 10.20.0.0/16", IpNetwork::parse),
                        Importance.MEDIUM,
                        "Networks that callbacks may be in though they are not public; 64:ff9b::/96 opens translated IPv4"
                                + " addresses, each as far as the IPv4 address in it is open.")
                .define(
                        SELF,
                        Type.LIST,
                        List.of(),
                        each("address:port pairs", EgressRules::endpoint),
                        Importance.MEDIUM,
                        "Addresses and ports of this installation that callbacks must not lead to, even where they are public;"
                                + " the listeners of the same process are known without it.")
                .define(
                        PROXY,
                        Type.STRING,
                        "",
                        new Check(
                                "host:port",
                                text -> text.isEmpty()
                                        || HostAndPort.parse(text, Optional.empty())
                                                .isPresent()),
                        Importance.LOW,
                        "CONNECT proxy that all requests to callbacks go through; it is told addresses that have been checked,"
                                + " never names. Proxies that the environment names are ignored.")
                .define(
                        NAME_SERVERS,
                        Type.LIST,
                        List.of(),
                        each("addresses, each with or without a port", EgressRules::nameServer),
                        Importance.LOW,
                        "Name servers that names of callbacks are looked up at; empty: the system's. /etc/hosts and search"
                                + " domains never count.")
                .define(
                        ORIGIN,
                        Type.STRING,
                        USUAL_ORIGIN,
                        new Check("a DNS name", text -> NAME.matcher(text).matches()),
                        Importance.MEDIUM,
                        "Name that this installation goes by: callbacks that are asked by the handshake of CloudEvents allow it"
                                + " or do not (WebHook-Request-Origin), and requests of the style woocommerce have it as their"
                                + " source.");
    }

    public static EgressRules from(Settings settings) {
        return new EgressRules(
                new HttpUrl.Policy(settings.flag(HTTP), settings.flag(LOOPBACK)),
                all(settings.list(NETWORKS), IpNetwork::parse),
                Set.copyOf(all(settings.list(SELF), EgressRules::endpoint)),
                settings.optionalText(PROXY).flatMap(text -> HostAndPort.parse(text, Optional.empty())),
                all(settings.list(NAME_SERVERS), EgressRules::nameServer),
                settings.text(ORIGIN));
    }

    /** What is open here that is not open to a service among strangers; one sentence each. */
    public List<String> warnings() {
        List<String> open = new ArrayList<>();
        if (text.allowLoopback()) {
            open.add(LOOPBACK + " is on: customers' callbacks reach this machine's own ports");
        }
        if (!networks.isEmpty()) {
            open.add(NETWORKS + " is set: customers' callbacks reach networks that may not be public");
        }
        return open;
    }

    private static Optional<HostAndPort> endpoint(String text) {
        return HostAndPort.parse(text, Optional.empty())
                .filter(parsed -> parsed.address().isPresent());
    }

    private static Optional<InetSocketAddress> nameServer(String text) {
        return HostAndPort.parse(text, Optional.of(DNS))
                .flatMap(parsed -> parsed.address().map(address -> address.at(parsed.port())));
    }

    private static <T> List<T> all(List<String> texts, Function<String, Optional<T>> parse) {
        return texts.stream().map(text -> parse.apply(text).orElseThrow()).toList();
    }

    private static Check each(String what, Function<String, Optional<?>> parse) {
        return new Check(what, text -> parse.apply(text).isPresent());
    }

    /** Accepts a text, or a list of texts, of one kind. */
    private record Check(String what, Function<String, Boolean> accepts) implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            List<?> texts = value instanceof List<?> list ? list : List.of(value);
            for (Object text : texts) {
                if (!accepts.apply(String.valueOf(text))) {
                    throw new ConfigException(name, text, "this is not one of: " + what);
                }
            }
        }

        @Override
        public String toString() {
            return what;
        }
    }
}
