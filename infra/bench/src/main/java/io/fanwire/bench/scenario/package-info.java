/** The catalogue of faults: each scenario's steps, invariants and figure. */
@NullMarked
package io.fanwire.bench.scenario;

import org.jspecify.annotations.NullMarked;
