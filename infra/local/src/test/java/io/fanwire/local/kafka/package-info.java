/** The broker that tests run against: embedded, in a container, or one that is there already. */
@NullMarked
package io.fanwire.local.kafka;

import org.jspecify.annotations.NullMarked;
