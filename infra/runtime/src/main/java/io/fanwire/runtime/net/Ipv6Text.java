package io.fanwire.runtime.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IPv6 address: read strictly (RFC 4291 §2.2, no zone), written canonically (RFC 5952). Eight groups of 16 bits. */
record Ipv6Text(List<Integer> groups) {
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    Ipv6Text {
        groups = List.copyOf(groups);
    }

    static Optional<Ipv6Text> parse(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(all -> all.size() == GROUPS).map(Ipv6Text::new);
        }
        Optional<List<Integer>> head = groups(text.substring(0, gap), false);
        Optional<List<Integer>> tail = groups(text.substring(gap + 2), true);
        return head.flatMap(left -> tail.flatMap(right -> withGap(left, right)));
    }

    private static Optional<Ipv6Text> withGap(List<Integer> head, List<Integer> tail) {
        int zeros = GROUPS - head.size() - tail.size();
        if (zeros < 1) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(head);
        for (int i = 0; i < zeros; i++) {
            all.add(0);
        }
        all.addAll(tail);
        return Optional.of(new Ipv6Text(all));
    }

    /** Groups between single colons; a dotted quad may stand for the last two where {@code atEnd}. */
    private static Optional<List<Integer>> groups(String text, boolean atEnd) {
        List<Integer> found = new ArrayList<>();
        List<String> pieces = text.isEmpty() ? List.of() : List.of(text.split(":", -1));
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            if (GROUP.matcher(piece).matches()) {
                found.add(Integer.parseInt(piece, 16));
            } else if (atEnd && i == pieces.size() - 1 && HostText.isQuad(piece)) {
                String[] numbers = piece.split("\\.", -1);
                found.add(Integer.parseInt(numbers[0]) << 8 | Integer.parseInt(numbers[1]));
                found.add(Integer.parseInt(numbers[2]) << 8 | Integer.parseInt(numbers[3]));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** In ::ffff:0:0/96. */
    boolean mapsIpv4() {
        return groups.subList(0, 5).stream().allMatch(group -> group == 0) && groups.get(5) == 0xffff;
    }

    @Override
    public String toString() {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return start < 0 ? joined(0, GROUPS) : joined(0, start) + "::" + joined(start + length, GROUPS);
    }

    private int zerosFrom(int index) {
        int end = index;
        while (end < GROUPS && groups.get(end) == 0) {
            end++;
        }
        return end - index;
    }

    private String joined(int from, int to) {
        return String.join(
                ":", groups.subList(from, to).stream().map(Integer::toHexString).toList());
    }
}
