package io.fanwire.dispatcher.lane;

import io.fanwire.schemas.Delivery;

/** A delivery on its way to an attempt. */
public record Job(Source source, Delivery delivery) {}
