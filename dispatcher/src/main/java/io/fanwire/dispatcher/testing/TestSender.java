package io.fanwire.dispatcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.consume.WorkerEngine;
import io.fanwire.dispatcher.http.AuthorizedClient;
import io.fanwire.dispatcher.http.ClientTls;
import io.fanwire.dispatcher.http.NettyCallbackClient;
import io.fanwire.dispatcher.http.Route;
import io.fanwire.dispatcher.http.Transport;
import io.fanwire.runtime.Backoff;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.net.DnsNames;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TestResult;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the test events that gateways ask for, asks the callbacks of subscriptions that are to be saved, and tells what came back. A test is no delivery: its place is committed before it is
 * sent, it is sent at most once, it is never repeated, and nobody counts it.
 *
 * <p>Its own thread owns the consumer; attempts run on an event loop of its own, beside those of the workers.
 */
public final class TestSender implements Service {
    /** Whoever asked has given up by then. */
    static final Duration AWAITED = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(TestSender.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int AT_ONCE = 200;

    private final Topics topics;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Deserializer<Delivery> deliveries;
    private final Deserializer<Subscription> subscriptions;
    private final BiFunction<Subscription, Long, Lookup> opener;
    /** Owned by the event loop. */
    private final Serializer<TestResult> results;

    private final Callbacks callbacks;
    private final InstantSource clock;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final DnsNames names;
    private final NettyCallbackClient client;
    private final AuthorizedClient authorized;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Thread thread = new Thread(this::run, "tests");
    private volatile boolean stopping;

    /**
     * It closes the clients.
     *
     * @param opener makes a callback of a subscription
     */
    public TestSender(
            TestClients clients,
            WorkerEngine.Shared shared,
            BiFunction<Subscription, Long, Lookup> opener,
            Transport transport,
            ClientTls tls,
            InstantSource clock) {
        this.topics = shared.topics();
        this.consumer = clients.consumer(shared.topics().testsGroup());
        this.producer = clients.producer();
        this.deliveries = shared.serdes().deliveries();
        this.subscriptions = shared.serdes().subscriptions();
        this.opener = opener;
        this.results = shared.serdes().testResults();
        this.callbacks = shared.callbacks();
        this.clock = clock;
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("loop-tests"), transport.io());
        this.loop = group.next();
        this.names = new DnsNames(
                loop,
                transport.datagram(),
                transport.socket(),
                shared.guard().rules().nameServers());
        this.client = new NettyCallbackClient(loop, transport, tls, new Route(shared.guard(), names), clock);
        this.authorized = new AuthorizedClient(loop, client, clock);
        thread.setDaemon(true);
    }

    static boolean tooLate(Delivery test, Instant now) {
        return tooLate(test.progress().firstSeen(), now);
    }

    private static boolean tooLate(Instant asked, Instant now) {
        return now.isAfter(asked.plus(AWAITED));
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        consumer.subscribe(List.of(topics.tests(), topics.verifications()));
        while (!stopping) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    consumer.commitSync(); // before they are sent: at most once
                    records.forEach(this::take);
                }
                backoff.reset();
            } catch (WakeupException stop) {
                log.atDebug().log("asked to stop");
            } catch (KafkaException failed) {
                log.atWarn().addKeyValue("error", failed.toString()).log("tests cannot be read for now");
                pause(backoff.next());
            }
        }
        consumer.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.verifications())) {
            read(record, subscriptions)
                    .filter(wanted -> record.key() != null)
                    .filter(wanted -> !tooLate(Instant.ofEpochMilli(record.timestamp()), clock.instant()))
                    .filter(wanted -> places.tryAcquire())
                    .ifPresent(wanted -> verify(new String(record.key(), UTF_8), opener.apply(wanted, 0L)));
        } else {
            read(record, deliveries)
                    .filter(test -> !tooLate(test, clock.instant()))
                    .filter(test -> places.tryAcquire())
                    .ifPresent(test -> loop.execute(
                            () -> new TestAttempt(loop, authorized, callbacks, clock, test, this::tell).begin()));
        }
    }

    private void verify(String id, Lookup wanted) {
        loop.execute(() -> new VerificationAttempt(authorized, clock, id, wanted, this::tell).begin());
    }

    private static <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, Deserializer<T> deserializer) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.of(deserializer.deserialize(record.topic(), record.value()));
        } catch (UnreadableRecordException | RegistryUnavailableException unreadable) {
            log.atWarn()
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", unreadable.toString())
                    .log("a test cannot be read and is not sent");
            return Optional.empty();
        }
    }

    private void tell(TestResult result) {
        places.release();
        try {
            String topic = topics.testResults();
            producer.send(
                    new ProducerRecord<>(topic, result.deliveryId().getBytes(UTF_8), results.serialize(topic, result)));
        } catch (KafkaException | RegistryUnavailableException failed) {
            log.atWarn().addKeyValue("error", failed.toString()).log("what a test brought back is not told");
        }
    }

    private void pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
    }

    @Override
    public String name() {
        return "tests";
    }

    /** Deliveries go on without tests. */
    @Override
    public boolean live() {
        return true;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(5).toMillis());
            } else {
                consumer.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        loop.execute(() -> {
            client.close();
            names.close();
        });
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
        producer.close(Duration.ofSeconds(2));
    }
}
