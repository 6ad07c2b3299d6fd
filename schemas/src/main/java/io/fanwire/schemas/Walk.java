package io.fanwire.schemas;

import java.io.IOException;

/**
 * Reads one record's Avro bytes, of the schema that it was written for, to their end.
 *
 * @param <T> our record
 */
@FunctionalInterface
interface Walk<T> {
    /** Throws any exception where the bytes are not such a record, or more than one. */
    T read(byte[] bytes, int from) throws IOException;
}
