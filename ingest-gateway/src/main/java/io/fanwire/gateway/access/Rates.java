package io.fanwire.gateway.access;

/**
 * How much may be asked for in a second; 0: as much as there is.
 *
 * @param keyRequests of one tenant key, JWT subject or tenant's portal
 * @param keyBytes of bodies, of the same
 * @param tenantRequests for one tenant, whoever asks
 * @param tenantBytes of bodies, for one tenant
 */
public record Rates(long keyRequests, long keyBytes, long tenantRequests, long tenantBytes) {
    public static final Rates UNLIMITED = new Rates(0, 0, 0, 0);
}
