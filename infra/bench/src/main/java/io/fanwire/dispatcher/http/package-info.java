/** Benchmarks of requests and signatures. */
@NullMarked
package io.fanwire.dispatcher.http;

import org.jspecify.annotations.NullMarked;
