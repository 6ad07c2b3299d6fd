package io.fanwire.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.ErrorClass;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
    @Test
    void eachWayNotToGetAConnectionHasItsClass() {
        assertThat(Failures.classOf(new UnknownHostException("nowhere.example")))
                .isEqualTo(ErrorClass.DNS);
        assertThat(Failures.classOf(new ConnectTimeoutException("15 s"))).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(Failures.classOf(new ConnectException("finishConnect(..) failed: Connection refused")))
                .isEqualTo(ErrorClass.REFUSED);
        assertThat(Failures.classOf(new ConnectException("finishConnect(..) failed: Connection reset by peer")))
                .isEqualTo(ErrorClass.RESET);
        assertThat(Failures.classOf(new ConnectException("finishConnect(..) failed: Connection timed out")))
                .isEqualTo(ErrorClass.TIMEOUT);
        assertThat(Failures.classOf(new NoRouteToHostException("No route to host")))
                .isEqualTo(ErrorClass.REFUSED);
        assertThat(Failures.classOf(new SSLHandshakeException("no trust"))).isEqualTo(ErrorClass.TLS);
        assertThat(Failures.classOf(new IOException("broken pipe"))).isEqualTo(ErrorClass.RESET);
    }
}
