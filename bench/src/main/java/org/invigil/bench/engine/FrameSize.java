package org.invigil.bench.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of a frame in pixels, written like 640x480.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record FrameSize(int width, int height) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{1,3})x([1-9]\\d{1,3})");

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static FrameSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a size like 640x480, not '" + text + "'");
        }
        return new FrameSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
