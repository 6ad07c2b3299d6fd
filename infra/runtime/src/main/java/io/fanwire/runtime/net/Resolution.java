package io.fanwire.runtime.net;

import io.fanwire.runtime.net.HttpUrl.Refused;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/** Where a connection to an address may go, for this one connect. */
public sealed interface Resolution {
    <T> T fold(
            Function<List<InetSocketAddress>, T> vetted, Function<Refused, T> blocked, Function<String, T> noAddress);

    /** Any of these, and nowhere else; there is at least one. */
    record Vetted(List<InetSocketAddress> addresses) implements Resolution {
        public Vetted {
            addresses = List.copyOf(addresses);
        }

        @Override
        public <T> T fold(
                Function<List<InetSocketAddress>, T> vetted,
                Function<Refused, T> blocked,
                Function<String, T> noAddress) {
            return vetted.apply(addresses);
        }
    }

    /** Nowhere: at least one of its addresses is forbidden. */
    record Blocked(Refused why) implements Resolution {
        @Override
        public <T> T fold(
                Function<List<InetSocketAddress>, T> vetted,
                Function<Refused, T> blocked,
                Function<String, T> noAddress) {
            return blocked.apply(why);
        }
    }

    /** Nowhere: the name has no address now. */
    record NoAddress(String why) implements Resolution {
        @Override
        public <T> T fold(
                Function<List<InetSocketAddress>, T> vetted,
                Function<Refused, T> blocked,
                Function<String, T> noAddress) {
            return noAddress.apply(why);
        }
    }
}
