package io.fanwire.runtime.net;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Looks names up, afresh each time. */
@FunctionalInterface
public interface Names {
    /** Ends in a few seconds; what does not work is an answer without addresses. May be called from any thread. */
    CompletionStage<Answer> lookUp(String name);

    /**
     * All addresses of a name, of either family, as they were answered.
     *
     * @param why there are none
     */
    record Answer(List<IpAddress> addresses, String why) {
        public Answer {
            addresses = List.copyOf(addresses);
        }

        /** Of addresses in text form; what is none is left out. */
        public static Answer of(String... addresses) {
            return new Answer(
                    Stream.of(addresses)
                            .map(IpAddress::parse)
                            .flatMap(Optional::stream)
                            .toList(),
                    "the name has no address");
        }
    }
}
