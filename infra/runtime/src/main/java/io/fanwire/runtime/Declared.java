package io.fanwire.runtime;

/**
 * A metric as its users see it.
 *
 * @param name as on the Prometheus page, with the label where it has one: {@code fanwire_http_responses_total{class}}
 * @param type counter, gauge or histogram
 */
public record Declared(String name, String type, String meaning) {}
