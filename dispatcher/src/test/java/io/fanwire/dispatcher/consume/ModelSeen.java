package io.fanwire.dispatcher.consume;

/** How often what happened: a model in which nothing happens would find nothing. */
final class ModelSeen {
    long kills;
    long killsInside;
    long freezes;
    long expelled;
    long replaced;
    long takenOver;
    long revoked;
    long cutOff;
    long lost;
    long undecided;
    long refused;
    long fenced;
    long commitsUnknown;
    long responsesLost;
    long unsubscribed;
    long posts;
    long repeated;
    long retries;
    long delivered;
    long deadLetters;
    long cancelled;
    long doneBefore;
    long fatal;

    void add(ModelSeen other) {
        kills += other.kills;
        killsInside += other.killsInside;
        freezes += other.freezes;
        expelled += other.expelled;
        replaced += other.replaced;
        takenOver += other.takenOver;
        revoked += other.revoked;
        cutOff += other.cutOff;
        lost += other.lost;
        undecided += other.undecided;
        refused += other.refused;
        fenced += other.fenced;
        commitsUnknown += other.commitsUnknown;
        responsesLost += other.responsesLost;
        unsubscribed += other.unsubscribed;
        posts += other.posts;
        repeated += other.repeated;
        retries += other.retries;
        delivered += other.delivered;
        deadLetters += other.deadLetters;
        cancelled += other.cancelled;
        doneBefore += other.doneBefore;
        fatal += other.fatal;
    }

    /** The least of them, of those that every run of some hundred seeds must have seen. */
    long rarest() {
        long[] all = {
            kills,
            killsInside,
            freezes,
            expelled,
            replaced,
            takenOver,
            revoked,
            cutOff,
            lost,
            undecided,
            refused,
            fenced,
            commitsUnknown,
            responsesLost,
            unsubscribed,
            posts,
            repeated,
            retries,
            delivered,
            deadLetters,
            cancelled,
            doneBefore,
            fatal
        };
        return java.util.Arrays.stream(all).min().orElse(0);
    }

    @Override
    public String toString() {
        return "kills " + kills + ", in the middle of a call " + killsInside + ", freezes " + freezes + ", expelled "
                + expelled + ", replaced " + replaced + ", taken over " + takenOver + ", revoked " + revoked
                + ", drains cut off " + cutOff
                + ", lost "
                + lost + ", offsets undecided " + undecided + ", sends refused " + refused + ", commits fenced "
                + fenced
                + ", commits unknown " + commitsUnknown + ", responses lost " + responsesLost + ", unsubscribed "
                + unsubscribed + ", posts " + posts + ", repeated " + repeated + ", retries " + retries + ", delivered "
                + delivered + ", dead letters " + deadLetters + ", cancelled " + cancelled + ", passed over by a map "
                + doneBefore + ", processes ended " + fatal;
    }
}
