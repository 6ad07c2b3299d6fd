package io.fanwire.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/** Whether a header that could be decoded is one that every reader reads alike. */
final class RequestShape {
    private static final String CONTINUE = "100-continue";

    private RequestShape() {}

    /** Why it is not looked at further, and its connection neither. */
    static Optional<Problem> wrong(HttpServerRequest request, int headerLines) {
        int lines = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            lines++;
            if (!printable(header.getValue())) {
                return Optional.of(malformed("The value of a header is printable ASCII."));
            }
        }
        if (lines > headerLines) {
            return Optional.of(Problem.of(431, "headers_too_large", "There are too many header lines."));
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() != 1) {
            return Optional.of(malformed("A request has one Host header, not more or less."));
        }
        if (request.headers().getAll(HttpHeaders.CONTENT_TYPE).size() > 1) {
            return Optional.of(malformed("A request has one Content-Type header, or none."));
        }
        String expect = request.getHeader(HttpHeaders.EXPECT);
        return expect == null || expect.equalsIgnoreCase(CONTINUE)
                ? Optional.empty()
                : Optional.of(Problem.of(417, "expectation_failed", "Of all expectations, 100-continue can be met."));
    }

    static boolean expectsContinue(HttpServerRequest request) {
        return CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    private static boolean printable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static Problem malformed(String detail) {
        return Problem.of(400, "malformed_request", detail);
    }
}
