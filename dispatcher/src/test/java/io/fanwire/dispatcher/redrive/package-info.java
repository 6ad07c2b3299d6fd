/** Dead letters in memory, put back by a runner that may be killed at any step. */
@org.jspecify.annotations.NullMarked
package io.fanwire.dispatcher.redrive;
