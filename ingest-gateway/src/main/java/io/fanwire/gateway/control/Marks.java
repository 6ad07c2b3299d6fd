package io.fanwire.gateway.control;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How far each partition of a topic was read; as text it is short, as it becomes part of a URL. */
public record Marks(Map<Integer, Long> offsets) {
    private static final Pattern OFFSET = Pattern.compile("[0-9a-z]{0,12}");

    public Marks {
        offsets = Map.copyOf(offsets);
    }

    public OptionalLong of(int partition) {
        Long offset = offsets.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Offsets to the base 36, by partition; nothing where none is known. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int last = offsets.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        for (int partition = 0; partition <= last; partition++) {
            text.append(partition == 0 ? "" : ".");
            of(partition).ifPresent(offset -> text.append(Long.toString(offset, 36)));
        }
        return text.toString();
    }

    static Optional<Marks> parse(String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        String[] parts = text.split("\\.", -1);
        for (int partition = 0; partition < parts.length; partition++) {
            if (!OFFSET.matcher(parts[partition]).matches()) {
                return Optional.empty();
            }
            if (!parts[partition].isEmpty()) {
                offsets.put(partition, Long.parseLong(parts[partition], 36));
            }
        }
        return Optional.of(new Marks(offsets));
    }
}
