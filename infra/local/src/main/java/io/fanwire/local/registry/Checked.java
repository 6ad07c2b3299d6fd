package io.fanwire.local.registry;

import java.util.Optional;
import java.util.function.Function;

/** A value that passed its checks, or the answer that says which one it did not pass. */
sealed interface Checked<T> {
    Answer then(Function<T, Answer> next);

    static <T> Checked<T> present(Optional<T> value, Answer otherwise) {
        return value.<Checked<T>>map(Passed::new).orElseGet(() -> new Refused<>(otherwise));
    }

    record Passed<T>(T value) implements Checked<T> {
        @Override
        public Answer then(Function<T, Answer> next) {
            return next.apply(value);
        }
    }

    record Refused<T>(Answer answer) implements Checked<T> {
        @Override
        public Answer then(Function<T, Answer> next) {
            return answer;
        }
    }
}
