package io.fanwire.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    @TempDir
    Path folder;

    @Test
    void aProcessIsSignalledByItsPidAndEndsWhenItIsKilled() {
        Child child =
                Child.start(new Child.Spec("sleeper", List.of("-Xmx32m"), Sleeper.class.getName(), List.of()), folder);
        assertThat(child.alive()).isTrue();
        assertThat(child.exitCode()).isEmpty();

        child.freeze();
        child.thaw();
        assertThat(child.alive()).isTrue();
        child.kill();

        assertThat(child.alive()).isFalse();
        assertThat(child.exitCode()).hasValue(137);
        child.terminate();
    }

    @Test
    void aTerminatedProcessEndsByItself() {
        Child child = Child.start(
                new Child.Spec("sleeper", List.of("-Xmx32m"), Sleeper.class.getName(), List.of(), "ulimit -c 0"),
                folder);
        child.terminate();

        assertThat(child.awaitEnd(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void thePortsOfAProcessAreThoseOfItsConnections() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            assertThat(Ports.of(ProcessHandle.current().pid())).contains(server.getLocalPort(), client.getLocalPort());
        }
        assertThat(Ports.of(-1)).isEmpty();
        assertThat(new Ports().next()).isLessThan(32_000);
    }

    @Test
    void whatTheLauncherGivesEveryProcessIsPassedOn() {
        assertThat(Child.passedOn(List.of(
                        "-XX:SharedArchiveFile=/a",
                        "-Xmx6g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseG1GC")))
                .containsExactly(
                        "-XX:SharedArchiveFile=/a",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow");
    }

    /** Sleeps until it is ended. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread.currentThread().join();
        }
    }
}
