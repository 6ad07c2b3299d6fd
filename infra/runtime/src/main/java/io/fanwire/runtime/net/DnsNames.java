package io.fanwire.runtime.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Looks names up at name servers, and nowhere else: no hosts file, no search domains, no cache. Both families are asked for, each
 * with one question, and again where no answer comes; the servers are recursive, so that a chain of aliases comes with its end. Those
 * who ask for a name that is being looked up share the answer. Confined to one event loop, which other threads reach by messages.
 */
public final class DnsNames implements Names, AutoCloseable {
    private static final int QUERY_MS = 1_500;
    private static final int MOST_QUESTIONS = 3;
    private static final String NONE = "the name has no address";
    private static final String SILENCE = "no name server answers";

    private final EventLoop loop;
    private final Runnable onClose;
    private final DnsNameResolver resolver;
    private final DnsServerAddressStreamProvider servers;
    private final Map<String, CompletableFuture<Answer>> underWay = new HashMap<>();

    /** {@code servers} in the order in which they are asked; none means the system's. */
    public DnsNames(
            EventLoop loop,
            Class<? extends DatagramChannel> datagram,
            Class<? extends SocketChannel> stream,
            List<InetSocketAddress> servers) {
        this(loop, datagram, stream, servers, () -> {});
    }

    private DnsNames(
            EventLoop loop,
            Class<? extends DatagramChannel> datagram,
            Class<? extends SocketChannel> stream,
            List<InetSocketAddress> servers,
            Runnable onClose) {
        this.loop = loop;
        this.onClose = onClose;
        this.servers = servers.isEmpty()
                ? DnsServerAddressStreamProviders.platformDefault()
                : new SequentialDnsServerAddressStreamProvider(servers);
        this.resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(datagram)
                .socketChannelType(stream)
                .nameServerProvider(this.servers)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .hostsFileEntriesResolver((name, types) -> null)
                .searchDomains(List.of())
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .queryTimeoutMillis(QUERY_MS)
                .build();
    }

    /** On a loop of its own, which ends with it. */
    public static DnsNames onItsOwn(String thread, List<InetSocketAddress> servers) {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(thread, true), NioIoHandler.newFactory());
        return new DnsNames(
                group.next(),
                NioDatagramChannel.class,
                NioSocketChannel.class,
                servers,
                () -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }

    @Override
    public CompletionStage<Answer> lookUp(String name) {
        if (loop.inEventLoop()) {
            return shared(name);
        }
        CompletableFuture<Answer> result = new CompletableFuture<>();
        loop.execute(() -> shared(name).whenComplete((answer, bug) -> {
            if (bug == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(bug);
            }
        }));
        return result;
    }

    private CompletableFuture<Answer> shared(String name) {
        CompletableFuture<Answer> already = underWay.get(name);
        if (already != null) {
            return already;
        }
        CompletableFuture<Answer> answer =
                family(name, DnsRecordType.A).thenCombine(family(name, DnsRecordType.AAAA), DnsNames::both);
        if (!answer.isDone()) {
            underWay.put(name, answer);
            answer.whenComplete((done, bug) -> underWay.remove(name));
        }
        return answer;
    }

    private static Answer both(Answer one, Answer other) {
        List<IpAddress> all = new ArrayList<>(one.addresses());
        all.addAll(other.addresses());
        return new Answer(all, one.why());
    }

    private CompletableFuture<Answer> family(String name, DnsRecordType type) {
        DnsServerAddressStream stream = servers.nameServerAddressStream(name);
        CompletableFuture<Answer> result = new CompletableFuture<>();
        ask(new DefaultDnsQuestion(name, type), stream, 1, false, result);
        return result;
    }

    /**
     * Asks the next server, and those behind it where that one cannot say. After silence the first is asked again when all were: a
     * question or its answer may be lost on the way.
     */
    private void ask(
            DnsQuestion question,
            DnsServerAddressStream stream,
            int nth,
            boolean silence,
            CompletableFuture<Answer> result) {
        Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked = resolver.query(stream.next(), question);
        asked.addListener(done -> {
            Answer answer = done.isSuccess() ? read(asked.getNow(), question.type()) : failed(done.cause());
            boolean said = !answer.addresses().isEmpty() || answer.why().equals(NONE);
            boolean silent = silence || answer.why().equals(SILENCE);
            if (said || nth == MOST_QUESTIONS || (nth >= stream.size() && !silent)) {
                result.complete(answer);
            } else {
                ask(question, stream, nth + 1, silent, result);
            }
        });
    }

    private static Answer read(AddressedEnvelope<DnsResponse, InetSocketAddress> envelope, DnsRecordType type) {
        try {
            DnsResponse response = envelope.content();
            if (!response.code().equals(DnsResponseCode.NOERROR)
                    && !response.code().equals(DnsResponseCode.NXDOMAIN)) {
                return new Answer(List.of(), "the name server answers " + response.code());
            }
            List<IpAddress> addresses = new ArrayList<>();
            for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
                if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord record
                        && record.type().equals(type)) {
                    IpAddress.of(ByteBufUtil.getBytes(record.content())).ifPresent(addresses::add);
                }
            }
            return new Answer(addresses, NONE);
        } finally {
            envelope.release();
        }
    }

    private static Answer failed(Throwable cause) {
        return new Answer(
                List.of(),
                cause instanceof DnsNameResolverTimeoutException
                        ? SILENCE
                        : "no name server can be asked: " + cause.getClass().getSimpleName());
    }

    @Override
    public void close() {
        resolver.close();
        onClose.run();
    }
}
