package io.fanwire.bench.ledger;

/** I11: what a dispatcher keeps and commits stays within its limits. */
final class Bounded implements Invariant {
    private static final int METADATA = 4096;

    /** However many of its offsets are not done; one poll more than where reading stops. */
    private static final long WINDOW = 20_480;

    /** While few are not. */
    private static final long WIDEST = 212_992;

    private static final long FEW = 2_900;

    @Override
    public String id() {
        return "I11";
    }

    @Override
    public String promise() {
        return "buffers, window and metadata stay bounded";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        evidence.history().committed().forEach((partition, committed) -> {
            findings.require(
                    committed.metadataCharacters() <= METADATA,
                    () -> partition + " committed " + committed.metadataCharacters() + " characters of metadata");
            long last =
                    committed.above().stream().mapToLong(offset -> offset).max().orElse(committed.offset());
            long width = last + 1 - committed.offset();
            long gaps = width - committed.above().size();
            findings.require(
                    width <= WINDOW || (width <= WIDEST && gaps <= FEW),
                    () -> partition + " has a window from " + committed.offset() + " to " + last + ", of which " + gaps
                            + " are not done");
        });
        evidence.history()
                .bounds()
                .forEach(bound -> findings.require(
                        bound.peak() <= bound.limit(),
                        () -> bound.what() + " reached " + bound.peak() + ", its limit is " + bound.limit()));
        return findings.verdict("nothing was committed");
    }
}
