package io.fanwire.bench.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private ServerSocket target;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.start(0, target.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        target.close();
    }

    @Test
    void inFineWeatherBytesGoBothWaysAndAnEndIsToldToTheOther() throws IOException {
        try (Socket near = near();
                Socket far = target.accept()) {
            near.getOutputStream().write("there".getBytes(UTF_8));
            assertThat(far.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("there");
            far.getOutputStream().write("back".getBytes(UTF_8));
            assertThat(near.getInputStream().readNBytes(4)).asString(UTF_8).isEqualTo("back");
            near.shutdownOutput();
            assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void latencyHoldsPiecesBackAndKeepsTheirOrder() throws IOException {
        proxy.order("latency 100ms jitter 50ms");
        try (Socket near = near();
                Socket far = target.accept()) {
            long began = System.nanoTime();
            near.getOutputStream().write("one".getBytes(UTF_8));
            near.getOutputStream().write("two".getBytes(UTF_8));
            assertThat(far.getInputStream().readNBytes(6)).asString(UTF_8).isEqualTo("onetwo");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(49));
        }
    }

    @Test
    void aBlackHoleSwallowsAndWeatherChangesWhileConnected() throws IOException {
        try (Socket near = near();
                Socket far = target.accept()) {
            proxy.order("blackhole");
            far.setSoTimeout(1_000); // longer than a proxy takes that has just started
            near.getOutputStream().write("lost".getBytes(UTF_8));
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.order("");
            near.getOutputStream().write("seen".getBytes(UTF_8));
            assertThat(far.getInputStream().readNBytes(4)).asString(UTF_8).isEqualTo("seen");
        }
    }

    @Test
    void aResetIsFeltAtBothEnds() throws IOException {
        try (Socket near = near();
                Socket far = target.accept()) {
            proxy.order("reset 1");
            near.getOutputStream().write("x".getBytes(UTF_8));
            assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void halfOpenKeepsAnEndFromTheOther() throws IOException {
        proxy.order("half-open");
        try (Socket near = near();
                Socket far = target.accept()) {
            far.setSoTimeout(100);
            near.shutdownOutput();
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void bandwidthIsBytesASecond() {
        assertThat(Weather.parse("bandwidth 1000").delay(0, 500)).isEqualTo(Duration.ofMillis(500));
        assertThat(Weather.parse("latency 2ms jitter 1ms").delay(-1, 9)).isEqualTo(Duration.ofMillis(1));
        assertThatThrownBy(() -> Weather.parse("hail")).hasMessageContaining("hail");
    }

    private Socket near() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }
}
