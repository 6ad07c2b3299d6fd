package io.fanwire.gateway.http;

import java.util.function.Function;

/** What came of checking something a caller sent: the thing itself, or why it was refused. */
public sealed interface Checked<T> {
    <R> R fold(Function<T, R> ok, Function<Problem, R> refused);

    static <T> Checked<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Checked<T> refused(Problem problem) {
        return new Refused<>(problem);
    }

    default <R> Checked<R> then(Function<T, Checked<R>> next) {
        return fold(next, Checked::refused);
    }

    default <R> Checked<R> map(Function<T, R> change) {
        return then(value -> ok(change.apply(value)));
    }

    /** It may be used. */
    record Ok<T>(T value) implements Checked<T> {
        @Override
        public <R> R fold(Function<T, R> ok, Function<Problem, R> refused) {
            return ok.apply(value);
        }
    }

    /** It may not. */
    record Refused<T>(Problem problem) implements Checked<T> {
        @Override
        public <R> R fold(Function<T, R> ok, Function<Problem, R> refused) {
            return refused.apply(problem);
        }
    }
}
