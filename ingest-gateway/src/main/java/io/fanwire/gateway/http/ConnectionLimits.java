package io.fanwire.gateway.http;

/**
 * How many connections there may be.
 *
 * @param most in all
 * @param perAddress from one address, where IPv6 counts by /64; 0: no limit
 * @param loopbackToo whether that is also for this machine's own addresses, where a proxy may be
 * @param pipelined requests on one connection that wait behind the one being answered
 */
public record ConnectionLimits(int most, int perAddress, boolean loopbackToo, int pipelined) {
    static final ConnectionLimits DEFAULT = of(2000, 64);

    private static final int PIPELINED = 100;

    public static ConnectionLimits of(int most, int perAddress) {
        return new ConnectionLimits(most, perAddress, false, PIPELINED);
    }
}
