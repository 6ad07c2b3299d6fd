package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.codahale.metrics.Counter;
import io.fanwire.runtime.Deadlines;
import io.fanwire.runtime.Deadlines.Deadline;
import io.fanwire.runtime.Metrics;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers, each with a request id. Runs on the event loop. */
final class Responses {
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
    private static final String REQUESTS = "gateway.requests";
    private static final String REQUESTS_MEANING = "Requests answered, by class of status.";
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** For messages without a readable end: long enough for the answer to be read. */
    private static final Duration LINGER_AFTER_INVALID = Duration.ofMillis(200);

    private final Vertx vertx;
    private final Metrics metrics;
    private final Deadlines deadlines;
    private final Duration taken;
    private final Map<Integer, Counter> answered = new HashMap<>();

    /** {@code taken}: within what time a caller takes an answer, or is cut off. */
    Responses(Vertx vertx, Deadlines deadlines, Metrics metrics, Duration taken) {
        this.vertx = vertx;
        this.deadlines = deadlines;
        this.metrics = metrics;
        this.taken = taken;
        metrics.labelledCounters(REQUESTS, "class", REQUESTS_MEANING);
    }

    void refuse(RoutingContext context, Problem problem) {
        send(context.request(), Answer.of(problem));
    }

    /** Ends when the caller has the answer, or cannot get it. */
    Future<Void> send(RoutingContext context, Answer answer) {
        return send(context.request(), answer);
    }

    /** A bug or a broken machine: the log says what, the caller learns where to look. */
    void failed(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        String id = requestId(response);
        LOG.atError().addKeyValue("request", id).setCause(failure).log("a request failed");
        refuse(context, Problem.internal());
    }

    /** A message the codec could not read: what follows on the connection cannot be trusted either. */
    void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem;
        if (cause instanceof TooLongHttpLineException) {
            problem = Problem.of(414, "uri_too_long", "The request line is too long.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            problem = Problem.of(431, "headers_too_large", "The header is too large.");
        } else {
            problem = Problem.of(400, "malformed_request", "This is not a well-formed request.");
        }
        closeAfter(
                LINGER_AFTER_INVALID, request, write(request, Answer.of(problem).with("connection", "close")));
    }

    void refuseAndClose(HttpServerRequest request, Problem problem) {
        lingerThenClose(request, write(request, Answer.of(problem).with("connection", "close")));
    }

    /** All bytes of an answer, for where there is no request that Vert.x could answer; the connection ends after it. */
    byte[] bytes(Problem problem) {
        String id = newRequestId();
        byte[] body = Answer.of(problem).bytes(id);
        count(problem.status());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("HTTP/1.1 " + HttpResponseStatus.valueOf(problem.status()) + "\r\n" + REQUEST_ID + ": " + id
                        + "\r\ncontent-type: " + Problem.MEDIA_TYPE + "\r\ncontent-length: " + body.length
                        + "\r\nconnection: close\r\n\r\n")
                .getBytes(US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    Future<Void> send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        if (!announcesBody(request) || request.isEnded()) {
            return write(request, answer);
        }
        Future<Void> written = write(request, answer.with("connection", "close"));
        lingerThenClose(request, written);
        return written;
    }

    private Future<Void> write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        String id = requestId(response);
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        count(answer.status());
        byte[] bytes = answer.bytes(id);
        if (bytes.length == 0) {
            return response.end();
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
        return taken(request, response.end(Buffer.buffer(bytes)));
    }

    /** A caller that asks and does not read would keep the answer here for ever. */
    private Future<Void> taken(HttpServerRequest request, Future<Void> written) {
        if (!written.isComplete()) {
            Deadline late = deadlines.in(taken.toMillis(), () -> Connections.cut(request.connection()));
            written.onComplete(done -> late.cancel());
        }
        return written;
    }

    private void count(int status) {
        answered.computeIfAbsent(
                        status / 100, hundred -> metrics.counter(REQUESTS + "." + hundred + "xx", REQUESTS_MEANING))
                .inc();
    }

    /**
     * Ends a connection whose request was not read to its end. Closing at once would reset it, and the caller, still sending, would
     * lose the answer; so what comes is dropped for a moment.
     */
    private void lingerThenClose(HttpServerRequest request, Future<Void> written) {
        request.exceptionHandler(gone -> {});
        request.handler(dropped -> {});
        request.endHandler(
                end -> written.onComplete(done -> request.connection().close()));
        request.resume();
        closeAfter(LINGER, request, written);
    }

    private void closeAfter(Duration wait, HttpServerRequest request, Future<Void> written) {
        written.onComplete(done -> vertx.setTimer(wait.toMillis(), late -> Connections.cut(request.connection())));
    }

    private static boolean announcesBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static String requestId(HttpServerResponse response) {
        String given = response.headers().get(REQUEST_ID);
        if (given != null) {
            return given;
        }
        String id = newRequestId();
        response.putHeader(REQUEST_ID, id);
        return id;
    }

    private static String newRequestId() {
        return "req_" + Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 60, Long.MAX_VALUE));
    }
}
