package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.ErrorHeaders;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** How much of a dead letter is written: less, when the topic refuses what is too large for it. */
enum DeadLetterSize {
    /** The delivery, and all that is known of its end. */
    FULL,
    /** Without what the callback said. */
    NO_MESSAGE,
    /** The delivery and the reason. */
    REASON_ONLY,
    /** Where the delivery lies, among the poison. */
    POINTER;

    Headers headers(ErrorHeaders why) {
        return switch (this) {
            case FULL, POINTER -> why.toHeaders();
            case NO_MESSAGE -> why.withoutMessage().toHeaders();
            case REASON_ONLY -> why.reasonOnly();
        };
    }

    Optional<DeadLetterSize> next() {
        return switch (this) {
            case FULL -> Optional.of(NO_MESSAGE);
            case NO_MESSAGE -> Optional.of(REASON_ONLY);
            case REASON_ONLY -> Optional.of(POINTER);
            case POINTER -> Optional.empty();
        };
    }
}
