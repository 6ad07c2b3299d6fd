package io.fanwire.dispatcher.testing;

import io.fanwire.dispatcher.http.KeptAnswer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a callback allows (CloudEvents, HTTP 1.1 Web Hooks for Event Delivery, section 4.2).
 *
 * @param refusal why it is none
 * @param rate requests a minute; empty: as many as we like
 */
record Permission(Optional<String> refusal, Optional<Long> rate) {
    private static final String ANY = "*";
    private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,11}");

    static Permission of(KeptAnswer answer, String origin) {
        Optional<String> allowed = answer.header("WebHook-Allowed-Origin");
        if (allowed.filter(name -> name.equals(ANY) || name.equalsIgnoreCase(origin))
                .isEmpty()) {
            return refused("the answer has no header WebHook-Allowed-Origin with " + origin + " or *");
        }
        Optional<String> rate = answer.header("WebHook-Allowed-Rate").filter(text -> !text.equals(ANY));
        if (rate.isPresent() && !NUMBER.matcher(rate.get()).matches()) {
            return refused("WebHook-Allowed-Rate of the answer is neither a positive number nor *");
        }
        return new Permission(Optional.empty(), rate.map(Long::valueOf));
    }

    private static Permission refused(String why) {
        return new Permission(Optional.of(why), Optional.empty());
    }
}
