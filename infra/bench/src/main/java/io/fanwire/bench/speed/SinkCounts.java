package io.fanwire.bench.speed;

/** What a sink has seen: requests, and distinct pairs of callback and message id among them. */
record SinkCounts(long requests, long distinct) {}
