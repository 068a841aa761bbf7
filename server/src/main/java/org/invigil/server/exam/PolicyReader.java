package org.invigil.server.exam;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.invigil.rules.policy.InvalidPolicyException;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.policy.Range;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lays overrides over the default policy, component by component. Written against the record tree itself, so that a new
 * threshold needs one line in {@link Policy} and its checks cannot be forgotten.
 */
public final class PolicyReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PolicyReader() {}

    /**
     * The default policy with these overrides.
     *
     * @param overrides a JSON object in {@code snake_case}, nested as {@link Policy} is; {@code {}} is the default
     * @throws InvalidPolicyException naming the field that is unknown, of the wrong type or out of range
     */
    public static Policy read(String overrides) {
        JsonNode tree;
        try {
            tree = JSON.readTree(overrides);
        } catch (JacksonException e) {
            throw new InvalidPolicyException("policy", "is not JSON");
        }
        return (Policy) overlay(Policy.DEFAULT, tree, "");
    }

    private static Record overlay(Record base, JsonNode overrides, String path) {
        if (!overrides.isObject()) {
            throw new InvalidPolicyException(path.isEmpty() ? "policy" : path, "must be an object");
        }
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : base.getClass().getRecordComponents()) {
            components.put(snakeCase(component.getName()), component);
        }
        for (String name : overrides.propertyNames()) {
            if (!components.containsKey(name)) {
                throw new InvalidPolicyException(
                        join(path, name), "is unknown; known here are " + String.join(", ", components.keySet()));
            }
        }
        Object[] values = components.entrySet().stream()
                .map(entry -> value(
                        entry.getValue(),
                        read(entry.getValue(), base),
                        overrides.get(entry.getKey()),
                        join(path, entry.getKey())))
                .toArray();
        return build(base, values, path);
    }

    private static Object value(RecordComponent component, Object base, @Nullable JsonNode override, String path) {
        if (override == null) {
            return base;
        }
        return switch (base) {
            case Record nested -> overlay(nested, override, path);
            case Boolean unused when override.isBoolean() -> override.booleanValue();
            case Boolean unused -> throw new InvalidPolicyException(path, "must be true or false");
            default -> number(component, base, override, path);
        };
    }

    private static Object number(RecordComponent component, Object base, JsonNode override, String path) {
        boolean whole = !(base instanceof Double);
        if (!override.isNumber() || (whole && !override.isIntegralNumber())) {
            throw new InvalidPolicyException(path, whole ? "must be a whole number" : "must be a number");
        }
        Range range = component.getAnnotation(Range.class);
        double number = override.doubleValue();
        // Written so that NaN is refused as well.
        if (!(number >= range.min() && number <= range.max())) {
            throw new InvalidPolicyException(
                    path, "must be between " + plain(range.min()) + " and " + plain(range.max()));
        }
        return switch (base) {
            case Integer unused -> override.intValue();
            case Long unused -> override.longValue();
            default -> number;
        };
    }

    private static Object read(RecordComponent component, Record base) {
        try {
            return component.getAccessor().invoke(base);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Policy records are public", e);
        }
    }

    private static Record build(Record base, Object[] values, String path) {
        Class<?>[] types = Arrays.stream(base.getClass().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return base.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidPolicyException invalid) {
                throw invalid.within(path);
            }
            throw new IllegalStateException("Policy constructor failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Policy records have public canonical constructors", e);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
