package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.delivery.ErrorClass;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way to a connection, as an error class and one line of text. */
final class Failures {
    private Failures() {}

    static ErrorClass classOf(@Nullable Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return ErrorClass.DNS;
        }
        if (cause instanceof ConnectTimeoutException) {
            return ErrorClass.TIMEOUT;
        }
        if (cause instanceof SSLException) {
            return ErrorClass.TLS;
        }
        if (cause instanceof NoRouteToHostException) {
            return ErrorClass.REFUSED;
        }
        return cause instanceof ConnectException ? classOfConnect(text(cause)) : ErrorClass.RESET;
    }

    /** The system's reason is only in the text: one exception stands for every way in which connecting fails. */
    private static ErrorClass classOfConnect(String text) {
        if (text.contains("reset by peer")) {
            return ErrorClass.RESET;
        }
        return text.contains("timed out") ? ErrorClass.TIMEOUT : ErrorClass.REFUSED;
    }

    /** One line, without control characters. */
    static String text(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        String message = cause instanceof SSLException ? why(cause) : cause.getMessage();
        return (message == null ? cause.getClass().getSimpleName() : message).replaceAll("\\p{Cntrl}+", " ");
    }

    /** The outermost exception of TLS says that something went wrong, the innermost says what. */
    private static @Nullable String why(Throwable tls) {
        Throwable inner = tls;
        for (int depth = 0; depth < 10 && inner.getCause() != null; depth++) {
            inner = inner.getCause();
        }
        return inner == tls ? tls.getMessage() : inner.getClass().getSimpleName() + ": " + inner.getMessage();
    }
}
