/**
 * What crosses a topic: records, the topic catalogue, wire format and ids.
 *
 * <p>Generated Avro classes live in {@code io.fanwire.avro} and stop at {@link io.fanwire.schemas.AvroSerdes}; everybody else sees
 * the records of this package.
 */
@NullMarked
package io.fanwire.schemas;

import org.jspecify.annotations.NullMarked;
