package io.fanwire.expressions;

import io.fanwire.expressions.Translation.Translated;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs an expression over an event at the event's expense. */
final class Evaluation {
    private Evaluation() {}

    /**
     * What comes of it; never throws.
     *
     * @param use makes something of its value, still at the expense of the run
     * @param stopped makes something of why there is none
     */
    static <T> T of(
            Translated expression, EventView event, BiFunction<Run, Object, T> use, Function<String, T> stopped) {
        Run run = new Run(event, expression.locals(), event.allowance());
        long allowance = run.left();
        try {
            return use.apply(run, expression.node().eval(run));
        } catch (Stop stop) {
            return stopped.apply(stop.why());
        } catch (StackOverflowError tooDeep) {
            return stopped.apply("the expression or the data is nested too deep");
        } finally {
            event.spent(allowance - run.left());
        }
    }
}
