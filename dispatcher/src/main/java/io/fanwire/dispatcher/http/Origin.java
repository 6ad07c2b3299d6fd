package io.fanwire.dispatcher.http;

import io.fanwire.runtime.net.HttpUrl;

/** Connections are shared by everything that goes to the same scheme, host and port. */
record Origin(boolean tls, String host, int port) {
    static Origin of(HttpUrl url) {
        return new Origin(url.scheme().equals("https"), url.host(), url.port());
    }
}
