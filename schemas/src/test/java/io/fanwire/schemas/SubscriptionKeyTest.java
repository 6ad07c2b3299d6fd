package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record key names a tenant and an id, and nothing else does. */
class SubscriptionKeyTest {
    @Test
    void aKeyIsReadBackFromItsRecordKey() {
        SubscriptionKey key = new SubscriptionKey("acme/eu", "sub_1");

        assertThat(key).hasToString("acme/eu/sub_1");
        assertThat(SubscriptionKey.parse("acme/eu/sub_1")).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "acme", "acme/", "/sub_1"})
    void anythingElseNamesNothing(String recordKey) {
        assertThat(SubscriptionKey.parse(recordKey)).isEmpty();
    }
}
