package io.fanwire.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.net.DnsNames;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.net.Names;
import io.fanwire.runtime.net.Names.Answer;
import io.fanwire.runtime.net.Resolution;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Look-ups over a real socket, against a name server that answers what a test says. */
@Timeout(60)
class DnsNamesTest {
    private final EgressGuard guard = new EgressGuard(EgressRules.strict());
    private NameServer server = NameServer.start(0);
    private DnsNames names = DnsNames.onItsOwn("test-names", List.of());

    @BeforeEach
    void start() {
        names.close();
        names = asking(address(server.port()));
    }

    @AfterEach
    void stop() {
        names.close();
        server.close();
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static DnsNames asking(InetSocketAddress... servers) {
        return DnsNames.onItsOwn("test-names", List.of(servers));
    }

    private static Answer lookUp(Names names, String name) {
        return names.lookUp(name)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private String verdict(String host) {
        HttpUrl url = guard.parse("https://" + host + "/").fold(ok -> ok, refused -> {
            throw new AssertionError(refused);
        });
        Resolution resolution = guard.resolve(url, names)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        return resolution.fold(
                vetted -> "to " + vetted.size(), refused -> "blocked " + refused.rule(), why -> "none, " + why);
    }

    @Test
    void bothFamiliesAreAnsweredTogether() {
        server.put("two.example.org", Zone.parse("A=9.9.9.9,8.8.8.8;AAAA=2606:4700::1"));

        assertThat(lookUp(names, "two.example.org").addresses())
                .isEqualTo(Answer.of("9.9.9.9", "8.8.8.8", "2606:4700::1").addresses());
        assertThat(server.asked("two.example.org")).isEqualTo(1);
    }

    @Test
    void everyAnswerOfEitherFamilyIsVetted() {
        server.put("a.example.org", Zone.parse("A=9.9.9.9;AAAA=2606:4700::1"));
        server.put("b.example.org", Zone.parse("A=9.9.9.9;AAAA=::1"));
        server.put("c.example.org", Zone.parse("AAAA=::ffff:9.9.9.9"));
        server.put("d.example.org", Zone.parse("CNAME=inside.example.org;A=169.254.169.254"));
        server.put("e.example.org", Zone.parse("A=9.9.9.9" + ",9.9.9.9".repeat(32)));
        server.put("f.example.org", Zone.parse("A="));

        assertThat(verdict("a.example.org")).isEqualTo("to 2");
        assertThat(verdict("b.example.org")).isEqualTo("blocked loopback");
        assertThat(verdict("c.example.org")).isEqualTo("blocked address");
        assertThat(verdict("d.example.org")).isEqualTo("blocked link-local");
        assertThat(verdict("e.example.org")).isEqualTo("blocked answers");
        assertThat(verdict("f.example.org")).isEqualTo("none, the name has no address");
        assertThat(verdict("unknown.example.org")).isEqualTo("none, the name has no address");
    }

    @Test
    void nothingIsRememberedFromOneLookUpToTheNext() {
        server.put("flip.example.org", Zone.parse("seq:A=9.9.9.9|A=127.0.0.1"));

        assertThat(verdict("flip.example.org")).isEqualTo("to 1");
        assertThat(verdict("flip.example.org")).isEqualTo("blocked loopback");
        assertThat(server.asked("flip.example.org")).isEqualTo(2);
    }

    @Test
    void aServerThatIsDownLeavesTheQuestionToTheNext() throws SocketException {
        server.put("a.example.org", Zone.parse("A=9.9.9.9"));
        try (DatagramSocket silent = new DatagramSocket(address(0));
                DnsNames both = asking(address(silent.getLocalPort()), address(server.port()))) {
            assertThat(lookUp(both, "a.example.org").addresses()).hasSize(1);
        }
    }

    @Test
    void aLostQuestionIsAskedAgain() throws Exception {
        server.put("a.example.org", Zone.parse("A=9.9.9.9"));
        try (DatagramSocket deaf = new DatagramSocket(address(0));
                DnsNames lossy = asking(address(deaf.getLocalPort()))) {
            var looked = lossy.lookUp("a.example.org").toCompletableFuture();
            byte[] bytes = new byte[512];
            for (int families = 0; families < 2; families++) {
                deaf.receive(new DatagramPacket(bytes, bytes.length));
            }
            for (int families = 0; families < 2; families++) {
                DatagramPacket question = new DatagramPacket(bytes, bytes.length);
                deaf.receive(question);
                deaf.send(answered(question));
            }

            assertThat(looked.orTimeout(20, TimeUnit.SECONDS).join().addresses())
                    .hasSize(1);
        }
    }

    /** What the server says to a question that another socket got. */
    private DatagramPacket answered(DatagramPacket question) throws IOException {
        try (DatagramSocket relay = new DatagramSocket(address(0))) {
            relay.send(new DatagramPacket(question.getData(), question.getLength(), address(server.port())));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            relay.receive(answer);
            answer.setSocketAddress(question.getSocketAddress());
            return answer;
        }
    }

    @Test
    void whereNobodyAnswersThereIsNoAddress() throws SocketException {
        try (DatagramSocket silent = new DatagramSocket(address(0));
                DnsNames nobody = asking(address(silent.getLocalPort()))) {
            Answer answer = lookUp(nobody, "a.example.org");

            assertThat(answer.addresses()).isEmpty();
            assertThat(answer.why()).isEqualTo("no name server answers");
        }
    }

    @Test
    void theNamesOfTheHostsFileAreUnknown() {
        assertThat(lookUp(names, "localhost").addresses()).isEmpty();
        assertThat(server.asked("localhost")).isEqualTo(1);
    }

    @Test
    void manyLookUpsAtOnceAllEnd() {
        server.put("a.example.org", Zone.parse("A=9.9.9.9"));
        List<Answer> answers = new ArrayList<>();
        Stream.iterate(0, n -> n + 1)
                .limit(500)
                .map(n -> names.lookUp("a.example.org").toCompletableFuture())
                .toList()
                .forEach(future ->
                        answers.add(future.orTimeout(20, TimeUnit.SECONDS).join()));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.addresses()).hasSize(1));
        assertThat(server.asked("a.example.org")).isBetween(1, 500);
    }

    /** The table is no part of this project. */
    @Test
    void theRowsOfTheTableAreRead() {
        Path folder = Path.of(System.getProperty(
                "fanwire.corpora",
                Path.of(System.getProperty("fanwire.root", "../.."), "../shared/corpora")
                        .toString()));

        List<LiveRow> rows = LiveRow.ofTable(folder);

        assertThat(rows).doesNotHaveDuplicates().allSatisfy(row -> assertThat(row.host())
                .contains("."));
        assertThat(LiveRow.own()).extracting(LiveRow::id).doesNotHaveDuplicates();
    }
}
