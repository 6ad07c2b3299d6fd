package io.fanwire.router;

import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Transform;

/** The expressions that all processors of a router share. */
record SharedExpressions(Expressions<Filter.Verdict> filters, Expressions<Transform.Made> transforms) {
    static SharedExpressions none() {
        return new SharedExpressions(Expressions.filters(Expressions.ROOM), Expressions.transforms(Expressions.ROOM));
    }
}
