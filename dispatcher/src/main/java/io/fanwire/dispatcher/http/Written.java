package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Instant;

/** Which of its requests a callback is sent, written once all is there that it carries. */
@FunctionalInterface
interface Written {
    FullHttpRequest by(Requests requests, Callback callback, Instant now);
}
