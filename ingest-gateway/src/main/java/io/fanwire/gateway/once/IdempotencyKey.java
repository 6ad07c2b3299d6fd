package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The header {@code Idempotency-Key} of a request.
 *
 * @param scope in which the key means the same: the tenant, and apart from it what the platform does for the tenant
 */
public record IdempotencyKey(String tenant, String scope, String key) {
    static final String HEADER = "idempotency-key";
    private static final int MOST = 255;

    /** The key of a request that was looked at by {@link #check}; empty when it has none. */
    public static Optional<IdempotencyKey> of(Call call) {
        return call.header(HEADER).map(key -> new IdempotencyKey(call.tenant(), scope(call), key));
    }

    /** Tells it from every other key, in 128 bits. */
    public byte[] hash() {
        Slot slot = Slot.key(tenant, scope, key);
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(slot.high())
                .putLong(slot.low())
                .array();
    }

    /** The key of a request, if that is as it must be. */
    static Checked<IdempotencyKey> check(Call call) {
        List<String> given = call.headers().getOrDefault(HEADER, List.of());
        return given.size() == 1 && usable(given.get(0))
                ? Checked.ok(new IdempotencyKey(call.tenant(), scope(call), given.get(0)))
                : Checked.refused(Problem.of(
                        400,
                        "invalid_idempotency_key",
                        "There is one Idempotency-Key of 1 to " + MOST + " characters of printable ASCII."));
    }

    private static boolean usable(String key) {
        return !key.isBlank() && key.length() <= MOST && key.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private static String scope(Call call) {
        return (call.caller().platform() ? "platform " : "tenant ") + call.tenant();
    }
}
