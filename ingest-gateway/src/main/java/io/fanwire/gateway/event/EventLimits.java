package io.fanwire.gateway.event;

/**
 * What events may cost.
 *
 * @param event most bytes of one event's data
 * @param body most bytes of a body that holds one event
 * @param batch most bytes of a body that holds several
 * @param items most events in one body
 */
public record EventLimits(int event, int body, int batch, int items) {}
