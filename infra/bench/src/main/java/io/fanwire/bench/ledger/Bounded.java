package io.fanwire.bench.ledger;

/** I11: what a dispatcher keeps and commits stays within its limits. */
final class Bounded implements Invariant {
    private static final int METADATA = 4096;
    private static final long WINDOW = 16_384;

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
            findings.require(
                    last - committed.offset() < WINDOW,
                    () -> partition + " has a window from " + committed.offset() + " to " + last);
        });
        evidence.history()
                .bounds()
                .forEach(bound -> findings.require(
                        bound.peak() <= bound.limit(),
                        () -> bound.what() + " reached " + bound.peak() + ", its limit is " + bound.limit()));
        return findings.verdict("nothing was committed");
    }
}
