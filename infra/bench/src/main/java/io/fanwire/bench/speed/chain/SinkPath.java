package io.fanwire.bench.speed.chain;

/**
 * What a callback's path says: {@code /LANE/…} is answered at once, {@code /dMILLIS/LANE/…} after so many milliseconds,
 * {@code /never/LANE/…} not at all.
 *
 * @param delayMillis negative: no answer
 * @param hash 64 bits of the path, as FNV-1a makes them
 */
record SinkPath(String lane, int delayMillis, long hash) {
    private static final String NEVER = "never";

    static SinkPath parse(String path) {
        String[] words = path.split("/", 4);
        String first = words.length > 1 ? words[1] : "";
        boolean delayed = first.length() > 1
                && first.charAt(0) == 'd'
                && first.substring(1).chars().allMatch(Character::isDigit);
        boolean never = first.equals(NEVER);
        String lane = (delayed || never) && words.length > 2 ? words[2] : first;
        int delay = never ? -1 : delayed ? Integer.parseInt(first.substring(1)) : 0;
        return new SinkPath(lane, delay, hash(path));
    }

    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
