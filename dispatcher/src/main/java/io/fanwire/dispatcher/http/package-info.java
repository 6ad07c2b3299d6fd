/** Attempts over HTTP: connections, requests, signatures and bounded answers. */
@NullMarked
package io.fanwire.dispatcher.http;

import org.jspecify.annotations.NullMarked;
