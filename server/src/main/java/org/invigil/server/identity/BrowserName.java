package org.invigil.server.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people call a browser, from the header {@code User-Agent}: its family and its system, no version. It is shown, and it tells
 * two kinds of browsers apart; it is no fingerprint. Every family names those before it too, so the order matters.
 */
final class BrowserName {

    private static final List<Part> FAMILIES = List.of(
            new Part("Edg", "Edge"),
            new Part("OPR/", "Opera"),
            new Part("SamsungBrowser/", "Samsung Internet"),
            new Part("Firefox/", "Firefox"),
            new Part("FxiOS/", "Firefox"),
            new Part("Chrome/", "Chrome"),
            new Part("CriOS/", "Chrome"),
            new Part("Safari/", "Safari"));

    private static final List<Part> SYSTEMS = List.of(
            new Part("Android", "Android"),
            new Part("iPhone", "iPhone"),
            new Part("iPad", "iPad"),
            new Part("CrOS", "ChromeOS"),
            new Part("Windows", "Windows"),
            new Part("Macintosh", "macOS"),
            new Part("Linux", "Linux"));

    private BrowserName() {}

    /**
     * @param sign in the header
     * @param name in plain words
     */
    private record Part(String sign, String name) {}

    /** At most 40 characters of our own choosing, whatever the header holds. */
    static String of(@Nullable String userAgent) {
        String header = userAgent == null ? "" : userAgent;
        return name(FAMILIES, header, "A browser") + " on " + name(SYSTEMS, header, "an unknown system");
    }

    private static String name(List<Part> parts, String header, String otherwise) {
        return parts.stream()
                .filter(part -> header.contains(part.sign()))
                .map(Part::name)
                .findFirst()
                .orElse(otherwise);
    }
}
