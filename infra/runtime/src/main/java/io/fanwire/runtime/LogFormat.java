package io.fanwire.runtime;

/** How a log line looks. */
public enum LogFormat {
    /** Human on a terminal, JSON otherwise. */
    AUTO,
    /** One line for a reader at a terminal. */
    HUMAN,
    /** One JSON object a line, for a log collector. */
    JSON
}
