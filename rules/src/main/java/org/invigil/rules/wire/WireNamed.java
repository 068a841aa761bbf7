package org.invigil.rules.wire;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum whose constants have a name outside of Java: in JSON, in SQL, in metrics and in the configuration. It is the
 * constant's own name in lower case, made here and nowhere else.
 */
public interface WireNamed {

    /** Every enum has it. */
    String name();

    /** The name outside of Java, in snake_case. */
    default String wireName() {
        return lower(name());
    }

    /** The name outside of Java of any enum's constant, for enums that come from elsewhere. */
    static String of(Enum<?> constant) {
        return lower(constant.name());
    }

    /** The constant of that name; empty if there is none. */
    static <E extends Enum<E> & WireNamed> Optional<E> find(Class<E> type, String wireName) {
        return EnumSet.allOf(type).stream()
                .filter(constant -> constant.wireName().equals(wireName))
                .findFirst();
    }

    /**
     * The constant of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static <E extends Enum<E> & WireNamed> E get(Class<E> type, String wireName) {
        return find(type, wireName)
                .orElseThrow(() -> new IllegalArgumentException(wireName + " is no " + type.getSimpleName()));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
