/** Events into Kafka, and the gate that bounds how many bytes are on their way. */
@NullMarked
package io.fanwire.gateway.publish;

import org.jspecify.annotations.NullMarked;
