package io.fanwire.gateway.publish;

/** Where an event lies, once every in-sync replica has it. */
public record Published(int partition, long offset) {}
