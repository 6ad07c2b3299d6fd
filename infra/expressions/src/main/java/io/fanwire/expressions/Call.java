package io.fanwire.expressions;

import io.fanwire.expressions.Node.Failure;
import java.util.List;

/** A function of the language with what it is given. It fails where one of these does. */
record Call(Function function, List<Node> arguments) implements Node {
    @Override
    public Object eval(Run run) {
        run.step();
        Object[] values = new Object[arguments.size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = arguments.get(n).eval(run);
            if (values[n] instanceof Failure) {
                return values[n];
            }
        }
        return function.of(run, values);
    }

    /** Pays for what it looks at or makes before it does, and throws nothing else. */
    @FunctionalInterface
    interface Function {
        Failure UNFIT = new Failure("there is no such operation on values of these kinds");

        Object of(Run run, Object[] values);
    }
}
