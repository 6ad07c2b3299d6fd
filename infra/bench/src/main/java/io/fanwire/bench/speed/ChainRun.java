package io.fanwire.bench.speed;

/** The processes that a chain is measured on. */
record ChainRun(IngestPlatform platform, SinkHandle sink) {}
