package io.fanwire.schemas;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a tenant or an event may have set on requests of the platform, and with what values. */
public final class HeaderRules {
    public static final int MOST_VALUE = 4096;

    public static final int MOST = 32;
    public static final int MOST_ALL = 8192;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** 1,024 characters of three bytes, percent-encoded. */
    private static final int MOST_ATTRIBUTE = 9 * 1024;

    /** An attribute of a CloudEvent in binary mode. */
    private static final Pattern ATTRIBUTE = Pattern.compile("ce-[a-z0-9]{1,64}");

    /** Printable ASCII, and no space at either end. */
    private static final Pattern VALUE = Pattern.compile("(?:[!-~](?:[ -~]*[!-~])?)?");

    /** They say how a message is framed or where it goes, or what signs it. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "proxy-connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect");

    /** They let a request in, so they are the subscription's, which keeps them sealed. */
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    private static final List<String> RESERVED_PREFIXES = List.of("webhook-", "fanwire-", "ce-", "--fanwire.");

    private HeaderRules() {}

    public static boolean valid(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Whether the platform alone sets it; there are servers that read {@code _} in a name as {@code -}. */
    public static boolean reserved(String name) {
        String dashed = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return RESERVED.contains(dashed) || RESERVED_PREFIXES.stream().anyMatch(dashed::startsWith);
    }

    /** Whether its value is a secret whatever anybody says. */
    public static boolean credential(String name) {
        return CREDENTIALS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether an event may have it sent along. */
    public static boolean ofAnEvent(String name, String value) {
        return valid(name) && !reserved(name) && !credential(name) && fits(value);
    }

    /** Whether the platform may have it sent along with a CloudEvent: no event's own header has such a name. */
    public static boolean ofACloudEvent(String name, String value) {
        return ATTRIBUTE.matcher(name).matches() && fits(value, MOST_ATTRIBUTE);
    }

    /** Whether {@code text} may be the value of a header. */
    public static boolean fits(String text) {
        return fits(text, MOST_VALUE);
    }

    private static boolean fits(String text, int most) {
        return text.length() <= most && VALUE.matcher(text).matches();
    }
}
