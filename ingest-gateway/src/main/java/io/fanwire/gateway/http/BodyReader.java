package io.fanwire.gateway.http;

import io.fanwire.gateway.publish.AdmissionGate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Reads one body, in memory, with a limit, a time and a permit for its bytes. It says {@code 100 Continue} only when the announced
 * size is fine. Owned by the event loop of the request; the future fails only when the connection does.
 */
final class BodyReader {
    private final HttpServerRequest request;
    private final int limit;
    private final AdmissionGate.Permit permit;
    private final Promise<Checked<byte[]>> result = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long announced = -1;

    private BodyReader(HttpServerRequest request, int limit, AdmissionGate.Permit permit) {
        this.request = request;
        this.limit = limit;
        this.permit = permit;
    }

    static Future<Checked<byte[]>> read(
            Vertx vertx, HttpServerRequest request, int limit, AdmissionGate.Permit permit, Duration within) {
        return new BodyReader(request, limit, permit).start(vertx, within);
    }

    /** How many bytes a request says that it brings; -1 when it does not say. */
    static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length == null) {
            return request.headers().contains("transfer-encoding") ? -1 : 0;
        }
        return length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
    }

    private Future<Checked<byte[]>> start(Vertx vertx, Duration within) {
        String length = request.getHeader("content-length");
        if (length != null) {
            announced = length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
            if (announced > limit) {
                return Future.succeededFuture(Checked.refused(tooLarge()));
            }
            if (!permit.grow(announced)) {
                return Future.succeededFuture(Checked.refused(Problem.overloaded()));
            }
        }
        String expect = request.getHeader("expect");
        if ("100-continue".equalsIgnoreCase(expect)) {
            request.response().writeContinue();
        }
        long timer = vertx.setTimer(
                within.toMillis(),
                late -> result.tryComplete(Checked.refused(Problem.of(
                        408, "request_timeout", "The body did not arrive within " + within.toSeconds() + " s."))));
        request.handler(this::chunk);
        request.endHandler(end -> result.tryComplete(Checked.ok(body.getBytes())));
        request.exceptionHandler(result::tryFail);
        return result.future().onComplete(done -> vertx.cancelTimer(timer));
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
