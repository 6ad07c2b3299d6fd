package io.fanwire.dispatcher.consume;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Objects as bytes: each is its number in a table. The genuine formats have tests of their own, and cost the model its speed. */
final class ModelCodec<T> {
    private final List<T> objects = new ArrayList<>();

    byte[] write(T object) {
        objects.add(object);
        return ByteBuffer.allocate(Integer.BYTES).putInt(objects.size() - 1).array();
    }

    T read(byte[] bytes) {
        return objects.get(ByteBuffer.wrap(bytes).getInt());
    }
}
