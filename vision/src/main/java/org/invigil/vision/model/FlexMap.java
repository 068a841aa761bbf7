package org.invigil.vision.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the small maps of numbers that operators carry as options in the FlexBuffers format: a root at the end, values of one
 * width in key order, then one type byte a value. Covers what the models use and throws for the rest.
 */
final class FlexMap {

    private static final int TYPE_INT = 1;
    private static final int TYPE_FLOAT = 3;
    private static final int TYPE_MAP = 9;
    private static final int TYPE_VECTOR_INT = 11;

    private final ByteBuffer bytes;
    private final int values;
    private final int size;
    private final int width;

    FlexMap(byte[] content) {
        bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int rootWidth = content[content.length - 1];
        int rootType = content[content.length - 2];
        if (rootType >> 2 != TYPE_MAP) {
            throw new IllegalArgumentException("The operator's options are no FlexBuffers map");
        }
        width = 1 << (rootType & 3);
        int rootAt = content.length - 2 - rootWidth;
        values = rootAt - (int) integerAt(rootAt, rootWidth);
        size = (int) integerAt(values - width, width);
    }

    int integer(String key) {
        return (int) number(key);
    }

    double number(String key) {
        int index = index(key);
        int at = values + index * width;
        return switch (type(index) >> 2) {
            case TYPE_INT -> integerAt(at, width);
            case TYPE_FLOAT -> width == 8 ? bytes.getDouble(at) : bytes.getFloat(at);
            default -> throw new IllegalArgumentException(key + " is no number");
        };
    }

    int[] integers(String key) {
        int index = index(key);
        if (type(index) >> 2 != TYPE_VECTOR_INT) {
            throw new IllegalArgumentException(key + " is no vector of integers");
        }
        int elementWidth = 1 << (type(index) & 3);
        int at = values + index * width;
        int start = at - (int) integerAt(at, width);
        int[] result = new int[(int) integerAt(start - elementWidth, elementWidth)];
        Arrays.setAll(result, i -> (int) integerAt(start + i * elementWidth, elementWidth));
        return result;
    }

    private int type(int index) {
        return bytes.get(values + size * width + index);
    }

    private int index(String key) {
        int keysAt = values - 3 * width;
        int keys = keysAt - (int) integerAt(keysAt, width);
        int keyWidth = (int) integerAt(values - 2 * width, width);
        byte[] wanted = (key + "\0").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size; i++) {
            int at = keys + i * keyWidth;
            int start = at - (int) integerAt(at, keyWidth);
            if (bytes.slice(start, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return i;
            }
        }
        throw new IllegalArgumentException("The operator's options have no " + key);
    }

    private long integerAt(int at, int byteWidth) {
        return switch (byteWidth) {
            case 1 -> bytes.get(at) & 0xFF;
            case 2 -> bytes.getShort(at) & 0xFFFF;
            case 4 -> bytes.getInt(at);
            case 8 -> bytes.getLong(at);
            default -> throw new IllegalArgumentException("No FlexBuffers width: " + byteWidth);
        };
    }
}
