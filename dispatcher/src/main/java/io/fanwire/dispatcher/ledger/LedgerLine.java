package io.fanwire.dispatcher.ledger;

/**
 * The account of one event topic: {@code matched + redriven = delivered + deadLettered + cancelled + pending + unexplained}.
 *
 * @param accepted events in the topic
 * @param unrouted of them, those that the router has still to match
 * @param matched deliveries that the router made
 * @param redriven further generations of them
 * @param pending found where a delivery may wait: among the deliveries, on a retry tier, held, suspended
 * @param doubled deliveries that were made twice or ended twice
 * @param unexplained neither ended nor found anywhere: lost
 */
public record LedgerLine(
        String topic,
        long accepted,
        long unrouted,
        long matched,
        long redriven,
        long delivered,
        long deadLettered,
        long cancelled,
        long pending,
        long doubled,
        long unexplained) {
    /** Whether nothing was lost and nothing doubled. */
    public boolean balanced() {
        return doubled == 0 && unexplained == 0;
    }
}
