package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Secrets that are found again wherever they turn up: as they are, in hexadecimal, and inside whatever was encoded as Base64. All but
 * foreign bytes begin with the same letters, so that few searches find all of them.
 */
final class Canaries {
    private final String prefix;
    private final SplittableRandom random;
    private final Map<String, String> forms = new LinkedHashMap<>();

    Canaries(String prefix, long seed) {
        this.prefix = prefix;
        this.random = new SplittableRandom(seed);
        watch(prefix, prefix.getBytes(US_ASCII));
    }

    /** A new one, of letters and digits. */
    String text() {
        String letters =
                random.ints(20, 0, 36).mapToObj(n -> Integer.toString(n, 36)).collect(Collectors.joining());
        return prefix + letters;
    }

    /** A new one as a signing secret. */
    String signingSecret() {
        byte[] bytes = text().concat("................................")
                .substring(0, 32)
                .getBytes(US_ASCII);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    /** Watches for bytes that were made elsewhere. */
    void watch(String name, byte[] bytes) {
        forms.put(new String(bytes, ISO_8859_1), name + " as it is");
        forms.put(HexFormat.of().formatHex(bytes), name + " in hexadecimal");
        forms.put(HexFormat.of().withUpperCase().formatHex(bytes), name + " in hexadecimal");
        for (int before = 0; before < 3; before++) {
            forms.put(insideBase64(bytes, before), name + " in Base64");
        }
    }

    /** What of {@code bytes} looks the same in Base64 whatever stands around them, when so many bytes modulo 3 stand before. */
    private static String insideBase64(byte[] bytes, int before) {
        byte[] padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = (before * 8 + 5) / 6;
        return encoded.substring(from, padded.length * 8 / 6);
    }

    /** What is found, and where. */
    List<String> in(String where, byte[] content) {
        String text = new String(content, ISO_8859_1);
        List<String> found = new ArrayList<>();
        forms.forEach((form, name) -> {
            int at = text.indexOf(form);
            if (at >= 0) {
                found.add(name + " in " + where + " at " + at);
            }
        });
        return found;
    }
}
