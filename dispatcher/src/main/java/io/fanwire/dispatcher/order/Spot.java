package io.fanwire.dispatcher.order;

/** Where a record lies within the partition number that these lanes belong to. */
public record Spot(String topic, long offset) {}
