package io.fanwire.expressions;

/**
 * A part of an expression, which comes to a value: {@link Boolean}, {@link Long}, {@link Double}, {@link String}, {@link java.util.List},
 * {@link java.util.Map}, {@link java.time.Instant}, {@link java.time.Duration}, a {@link ValueKind}, {@link Null} or a {@link Failure}. Any
 * thread may use it.
 */
interface Node {
    Object eval(Run run);

    /** JSON's {@code null}. */
    enum Null {
        NULL
    }

    /** Why there is no value. Says nothing of what is in the event. */
    record Failure(String why) {}

    record Constant(Object value) implements Node {
        @Override
        public Object eval(Run run) {
            return value;
        }
    }

    record TheEvent() implements Node {
        @Override
        public Object eval(Run run) {
            return run.event();
        }
    }

    /** What a loop is at. */
    record Local(int slot) implements Node {
        @Override
        public Object eval(Run run) {
            return run.local(slot);
        }
    }
}
