package io.fanwire.gateway.http;

import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.runtime.Deadlines;
import io.fanwire.runtime.Deadlines.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads one body, in memory, with a limit, a time, a least rate and a permit for its bytes. It says {@code 100 Continue} only when the
 * announced size is fine. Owned by the event loop of the request; the future never fails.
 */
final class BodyReader {
    private static final int LEAST_BYTES_A_SECOND = 1024;

    /** The rate is looked at so often in the time that a body has. */
    private static final int LOOKS = 3;

    private final Deadlines deadlines;
    private final HttpServerRequest request;
    private final int limit;
    private final AdmissionGate.Permit permit;
    private final Promise<Checked<byte[]>> result = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long announced = -1;
    private Optional<Deadline> look = Optional.empty();

    private BodyReader(Deadlines deadlines, HttpServerRequest request, int limit, AdmissionGate.Permit permit) {
        this.deadlines = deadlines;
        this.request = request;
        this.limit = limit;
        this.permit = permit;
    }

    static Future<Checked<byte[]>> read(
            Deadlines deadlines, HttpServerRequest request, int limit, AdmissionGate.Permit permit, Duration within) {
        return new BodyReader(deadlines, request, limit, permit).start(within);
    }

    /** How many bytes a request says that it brings; -1 when it does not say. */
    static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? -1 : 0;
        }
        return length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
    }

    private Future<Checked<byte[]>> start(Duration within) {
        if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            announced = announced(request);
            if (announced > limit) {
                return Future.succeededFuture(Checked.refused(tooLarge()));
            }
            if (!permit.grow(announced)) {
                return Future.succeededFuture(Checked.refused(Problem.overloaded()));
            }
        }
        if (RequestShape.expectsContinue(request) && request.version() == HttpVersion.HTTP_1_1) {
            request.response().writeContinue();
        }
        watch(within, LOOKS, 0);
        request.handler(this::chunk);
        request.endHandler(end -> result.tryComplete(Checked.ok(body.getBytes())));
        request.exceptionHandler(broken -> result.tryComplete(Checked.refused(
                Problem.of(400, "malformed_request", "The body is cut short, or not framed as HTTP frames it."))));
        request.resume();
        return result.future().onComplete(done -> look.ifPresent(Deadline::cancel));
    }

    /** Ends the reading when the time is over, or when less than the least came since the last look. */
    private void watch(Duration within, int looks, int before) {
        long wait = Math.max(1, within.toMillis() / LOOKS);
        long least = LEAST_BYTES_A_SECOND * wait / 1000;
        look = Optional.of(deadlines.in(wait, () -> {
            if (looks > 1 && body.length() - before >= Math.max(1, least)) {
                watch(within, looks - 1, body.length());
            } else {
                result.tryComplete(Checked.refused(Problem.of(
                        408,
                        "request_timeout",
                        "A body has " + within.toSeconds() + " s, and " + LEAST_BYTES_A_SECOND
                                + " bytes of it have to come every second.")));
            }
        }));
    }

    private void chunk(Buffer chunk) {
        if (result.future().isComplete()) {
            return;
        }
        if (body.length() + chunk.length() > limit) {
            result.tryComplete(Checked.refused(tooLarge()));
        } else if (announced < 0 && !permit.grow(chunk.length())) {
            result.tryComplete(Checked.refused(Problem.overloaded()));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private Problem tooLarge() {
        return Problem.of(413, "body_too_large", "The body is larger than " + limit + " bytes.");
    }
}
