package io.fanwire.runtime;

/** Something that starts once and stops once, in order. */
public interface Service extends AutoCloseable {
    /** Starts it and returns when it works; throws when it cannot, and is then closed by who started it. */
    void start();

    /** False when only a restart of the process helps. */
    boolean live();

    /** True while it can take work. */
    boolean ready();

    /** A short name for logs and health answers. */
    String name();

    /** Stops it and returns when it stopped; does nothing the second time, and may be called before or after a failed start. */
    @Override
    void close();
}
