/** The whole platform in one process: an embedded broker, an embedded registry and every service. */
@NullMarked
package io.fanwire.local;

import org.jspecify.annotations.NullMarked;
