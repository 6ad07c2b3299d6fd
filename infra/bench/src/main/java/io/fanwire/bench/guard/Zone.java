package io.fanwire.bench.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a name server answers for one name: {@code A=192.0.2.1,192.0.2.2;AAAA=2001:db8::1;CNAME=other.example}, or {@code
 * seq:x|y}, the first answer and the one to every later question.
 */
public record Zone(List<Answer> turns) {
    /** The records of one answer. */
    public record Answer(List<String> v4, List<String> v6, List<String> aliases) {
        public Answer {
            v4 = List.copyOf(v4);
            v6 = List.copyOf(v6);
            aliases = List.copyOf(aliases);
        }

        boolean empty() {
            return v4.isEmpty() && v6.isEmpty();
        }
    }

    public Zone {
        turns = List.copyOf(turns);
    }

    public static Zone parse(String text) {
        List<Answer> turns = new ArrayList<>();
        for (String turn : text.replaceFirst("^seq:", "").split("\\|", -1)) {
            turns.add(new Answer(values(turn, "A"), values(turn, "AAAA"), values(turn, "CNAME")));
        }
        return new Zone(turns);
    }

    private static List<String> values(String turn, String type) {
        for (String record : turn.split(";", -1)) {
            if (record.startsWith(type + "=") && record.length() > type.length() + 1) {
                return List.of(record.substring(type.length() + 1).split(",", -1));
            }
        }
        return List.of();
    }

    /** The nth answer, the first being 0; the last one goes on. */
    Answer turn(int n) {
        return turns.get(Math.min(n, turns.size() - 1));
    }

    /** Only the last answer, to every question. */
    public Zone last() {
        return new Zone(List.of(turns.get(turns.size() - 1)));
    }

    /** Only the first answer, to every question. */
    public Zone first() {
        return new Zone(List.of(turns.get(0)));
    }

    /** With other IPv4 addresses. */
    public Zone map(UnaryOperator<String> v4) {
        return new Zone(turns.stream()
                .map(turn -> new Answer(turn.v4().stream().map(v4).toList(), turn.v6(), turn.aliases()))
                .toList());
    }
}
