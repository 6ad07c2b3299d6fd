package io.fanwire.schemas;

import java.io.IOException;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/** The code that Avro generates, for records that do not come often enough to be read by hand. Not thread-safe. */
final class GeneratedWalk<T, A> implements Walk<T> {
    private final SpecificDatumReader<A> reader;
    private final Class<A> generated;
    private final Function<A, T> fromAvro;
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    GeneratedWalk(Class<A> generated, Function<A, T> fromAvro) {
        this.generated = generated;
        this.fromAvro = fromAvro;
        SpecificData data = SpecificData.getForClass(generated);
        Schema own = data.getSchema(generated);
        SpecificData coded = new SpecificData(data.getClassLoader());
        coded.setCustomCoders(true);
        coded.setFastReaderEnabled(false);
        this.reader = new SpecificDatumReader<>(own, own, coded);
    }

    @Override
    public T read(byte[] bytes, int from) throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, decoder);
        Object read = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("more than a record");
        }
        return fromAvro.apply(generated.cast(read));
    }
}
