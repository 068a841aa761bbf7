package org.invigil.vision.model;

import com.google.flatbuffers.ArrayReadWriteBuf;
import com.google.flatbuffers.FlexBuffers;
import java.util.Arrays;

/** The map of numbers that an operator carries as its options, in the FlexBuffers format; throws for what is not there. */
final class FlexMap {

    private final FlexBuffers.Map map;

    /**
     * Reads the options of one node.
     *
     * @throws IllegalArgumentException if they are no map
     */
    FlexMap(byte[] content) {
        FlexBuffers.Reference root = FlexBuffers.getRoot(new ArrayReadWriteBuf(content, content.length));
        if (!root.isMap()) {
            throw new IllegalArgumentException("The operator's options are no FlexBuffers map");
        }
        map = root.asMap();
    }

    int integer(String key) {
        return (int) number(key);
    }

    double number(String key) {
        FlexBuffers.Reference value = map.get(key);
        if (!value.isNumeric()) {
            throw new IllegalArgumentException("The operator's options have no number " + key);
        }
        return value.asFloat();
    }

    int[] integers(String key) {
        FlexBuffers.Reference value = map.get(key);
        if (!value.isTypedVector()) {
            throw new IllegalArgumentException("The operator's options have no vector of integers " + key);
        }
        FlexBuffers.Vector vector = value.asVector();
        int[] result = new int[vector.size()];
        Arrays.setAll(result, i -> vector.get(i).asInt());
        return result;
    }
}
