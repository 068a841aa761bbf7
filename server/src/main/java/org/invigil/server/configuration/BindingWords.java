package org.invigil.server.configuration;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.ClassUtils;

/** Says in plain words why a value cannot be taken. Values of secrets are never repeated. */
public final class BindingWords {

    private BindingWords() {}

    /** What a start that failed on a key of a library tells: its name, where it stands, and what it must be. */
    public static String of(BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        String name = property == null
                ? failure.getName().toString()
                : property.getName().toString();
        return name + (property == null ? "" : " (" + Place.of(property) + ")") + ": "
                + reason(name, failure.getTarget(), property, failure.getCause());
    }

    static String reason(
            String name, Bindable<?> target, @Nullable ConfigurationProperty property, @Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConversionException) {
                Class<?> type =
                        ClassUtils.resolvePrimitiveIfNecessary(target.getType().resolve(Object.class));
                return "must be " + expected(type) + not(name, property == null ? null : property.getValue());
            }
        }
        Throwable root = error;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null || root.getMessage() == null ? "cannot be used" : root.getMessage();
    }

    /** The end of the sentence: what was written instead, unless that may be a secret. */
    static String not(String name, @Nullable Object value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean secret = lower.contains("password")
                || lower.contains("secret")
                || lower.endsWith("key")
                || lower.endsWith("url");
        return value == null || secret ? "" : ", not " + (value.toString().isEmpty() ? "empty" : value);
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> WireNamed.of((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        if (type == Integer.class || type == Long.class || type == Short.class) {
            return "a whole number";
        }
        if (type == Double.class || type == Float.class) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a time such as 15s, 2m or 12h";
        }
        return "a " + type.getSimpleName();
    }
}
