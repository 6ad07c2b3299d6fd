package io.fanwire.schemas;

/** What a sealed secret is for, beside its subscription: one that is moved to another place does not open. */
public enum Seal {
    SIGNING(""),
    HEADERS("#headers"),
    AUTH("#auth");

    private final String suffix;

    Seal(String suffix) {
        this.suffix = suffix;
    }

    /** What the ciphertext is bound to; no subscription id holds a {@code #}. */
    public String boundTo(SubscriptionKey key) {
        return key + suffix;
    }
}
