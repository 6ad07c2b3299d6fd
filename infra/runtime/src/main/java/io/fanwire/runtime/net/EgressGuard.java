package io.fanwire.runtime.net;

import io.fanwire.runtime.net.HttpUrl.Ok;
import io.fanwire.runtime.net.HttpUrl.Parsed;
import io.fanwire.runtime.net.HttpUrl.Refused;
import io.fanwire.runtime.net.Resolution.Blocked;
import io.fanwire.runtime.net.Resolution.NoAddress;
import io.fanwire.runtime.net.Resolution.Vetted;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Decides which addresses of customers we send to. Every address that a customer gives passes it twice:
 *
 * <pre>
 *   saved:    parse ─▶ check      refused for its text, for the address it is, or for one that its name has now
 *   connect:  resolve             the verdict that counts: looked up once, all answers vetted, one of these is dialled
 * </pre>
 *
 * Immutable; of any thread.
 */
public final class EgressGuard {
    /** How long whoever saves an address waits for customers' name servers. */
    private static final int PATIENCE_MS = 200;

    private static final int MOST_ADDRESSES = 32;
    private static final List<IpAddress> LOCALHOST =
            Names.Answer.of("127.0.0.1", "::1").addresses();

    private final EgressRules rules;
    private final Set<Endpoint> self = new HashSet<>();

    private record Endpoint(IpAddress address, int port) {}

    public EgressGuard(EgressRules rules) {
        this.rules = rules;
        rules.self().forEach(ours -> ours.address().ifPresent(address -> self.add(new Endpoint(address, ours.port()))));
    }

    public EgressRules rules() {
        return rules;
    }

    /** Reads an address and judges what can be judged without looking its name up. */
    public Parsed parse(String text) {
        return HttpUrl.parse(text, rules.text())
                .fold(
                        url -> known(url).stream()
                                .flatMap(address -> refusal(address, url.port()).stream())
                                .findFirst()
                                .<Parsed>map(refused -> refused)
                                .orElseGet(() -> new Ok(url)),
                        refused -> refused);
    }

    /** Why an address may not be saved. A name that has no address within 200 ms may be: it is vetted again at each connect. */
    public CompletionStage<Optional<Refused>> check(HttpUrl url, Names names) {
        return resolve(url, names)
                .thenApply(resolution -> resolution.<Optional<Refused>>fold(
                        vetted -> Optional.empty(), Optional::of, why -> Optional.empty()))
                .toCompletableFuture()
                .completeOnTimeout(Optional.empty(), PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Where a connection may go that is made now. Only a name is looked up; never fails exceptionally. */
    public CompletionStage<Resolution> resolve(HttpUrl url, Names names) {
        List<IpAddress> known = known(url);
        return known.isEmpty()
                ? names.lookUp(url.host())
                        .handle((answer, bug) ->
                                bug == null ? vetted(answer, url.port()) : new NoAddress(bug.toString()))
                : CompletableFuture.completedStage(vetted(new Names.Answer(known, ""), url.port()));
    }

    /** The proxy that all connections go through is the operator's own, and not vetted. */
    public CompletionStage<Resolution> resolveProxy(HostAndPort proxy, Names names) {
        List<IpAddress> literal = proxy.address().stream().toList();
        CompletionStage<Names.Answer> answer = literal.isEmpty()
                ? names.lookUp(proxy.host())
                : CompletableFuture.completedStage(new Names.Answer(literal, ""));
        return answer.thenApply(found -> found.addresses().isEmpty()
                ? new NoAddress("the proxy: " + found.why())
                : new Vetted(sorted(found.addresses(), proxy.port())));
    }

    private List<IpAddress> known(HttpUrl url) {
        return url.literal().map(List::of).orElseGet(() -> url.host().equals("localhost") ? LOCALHOST : List.of());
    }

    private Resolution vetted(Names.Answer answer, int port) {
        if (answer.addresses().isEmpty()) {
            return new NoAddress(answer.why());
        }
        if (answer.addresses().size() > MOST_ADDRESSES) {
            return new Blocked(new Refused("answers", "The name has more than " + MOST_ADDRESSES + " addresses."));
        }
        return answer.addresses().stream()
                .flatMap(address -> refusal(address, port).stream())
                .findFirst()
                .<Resolution>map(Blocked::new)
                .orElseGet(() -> new Vetted(sorted(answer.addresses(), port)));
    }

    /** IPv4 first: where only one of the two works, it is mostly that. */
    private static List<InetSocketAddress> sorted(List<IpAddress> addresses, int port) {
        return addresses.stream()
                .sorted(Comparator.comparing(IpAddress::v6))
                .distinct()
                .map(address -> address.at(port))
                .toList();
    }

    private Optional<Refused> refusal(IpAddress address, int port) {
        if (self.contains(new Endpoint(address, port))) {
            return Optional.of(new Refused("self", "The address and port are this installation's own."));
        }
        boolean exempt = !AddressClasses.MAPPED.contains(address)
                && rules.networks().stream().anyMatch(network -> network.contains(address));
        if (exempt) {
            return AddressClasses.NAT64.contains(address) ? refusal(address.embedded(), port) : Optional.empty();
        }
        return rules.text().allowLoopback() && AddressClasses.loopback(address)
                ? Optional.empty()
                : AddressClasses.refusal(address);
    }
}
