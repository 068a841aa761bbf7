package org.invigil.server.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a {@code Range} header asks for (RFC 9110, section 14). One range is honoured; several, or a
 * header that is none, give the whole file, as the standard allows.
 *
 * @param first offset of the first byte
 * @param length number of bytes; 0 if the range lies outside of the file
 */
record ByteRange(long first, long length) {

    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})");
    private static final ByteRange OUTSIDE = new ByteRange(0, 0);

    static ByteRange all(long size) {
        return new ByteRange(0, size);
    }

    static ByteRange parse(String header, long size) {
        Matcher matcher = ONE.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return all(size);
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(matcher.group(2)), size);
            return suffix == 0 ? OUTSIDE : new ByteRange(size - suffix, suffix);
        }
        long first = Long.parseLong(matcher.group(1));
        if (first >= size) {
            return OUTSIDE;
        }
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        return last < first ? all(size) : new ByteRange(first, last - first + 1);
    }

    boolean isUnsatisfiable() {
        return length == 0;
    }

    boolean isPartial(long size) {
        return length < size;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
