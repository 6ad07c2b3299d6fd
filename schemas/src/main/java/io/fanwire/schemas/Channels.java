package io.fanwire.schemas;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels of events, of which a subscription may want some: any shared one matches. An event has them as the CloudEvents extension
 * {@code channels}, a list with commas.
 */
public final class Channels {
    public static final String EXTENSION = "channels";

    /** Of one event. */
    public static final int MOST_OF_EVENT = 10;

    /** Of one subscription. */
    public static final int MOST_OF_SUBSCRIPTION = 100;

    public static final String ALLOWED = "words of up to 64 characters of A-Z a-z 0-9 _ . : / -";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");

    private Channels() {}

    public static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /** Those of an event with these extensions. */
    public static Set<String> of(Map<String, String> extensions) {
        String list = extensions.getOrDefault(EXTENSION, "");
        return list.isEmpty()
                ? Set.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }
}
