package io.fanwire.runtime.seal;

/**
 * A type that holds a secret in the clear. Its text says nothing of it, and it has no {@code equals}: whoever must compare secrets does
 * so in constant time. An architecture test holds every implementation to that.
 */
public interface Secret {}
