package org.invigil.server.webapp;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;

/**
 * Says of what is on the wire what its Java says: a record's component is there and not null, unless it is {@link
 * Nullable}, and an enum has its wire names.
 */
final class WireSchemas implements ModelConverter {

    @Override
    @SuppressWarnings("rawtypes") // the overridden method's own signature is raw
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> resolved = chain.next().resolve(type, context, chain);
        JavaType javaType = Json.mapper().constructType(type.getType());
        if (resolved != null
                && javaType != null
                && WireNamed.class.isAssignableFrom(javaType.getRawClass())
                && javaType.getRawClass().getEnumConstants() instanceof WireNamed[] constants) {
            setWireNames(resolved, constants);
        } else if (resolved != null
                && javaType != null
                && javaType.getRawClass().isRecord()) {
            Schema<?> model = resolved.get$ref() == null
                    ? resolved
                    : context.getDefinedModels().get(resolved.get$ref().substring("#/components/schemas/".length()));
            if (model != null && model.getProperties() != null) {
                describe(model, javaType.getRawClass());
            }
        }
        return resolved;
    }

    @SuppressWarnings("unchecked") // the schema of an enum is one of texts
    private static void setWireNames(Schema<?> schema, WireNamed[] constants) {
        ((Schema<String>) schema)
                .setEnum(Arrays.stream(constants).map(WireNamed::wireName).toList());
    }

    private static void describe(Schema<?> model, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name =
                    component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            Schema<?> property = model.getProperties().get(name);
            if (property == null) {
                continue;
            }
            if (Map.class.isAssignableFrom(component.getType())) {
                property.setAdditionalProperties(true); // any JSON value, not only objects
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!nullable) {
                require(model, name);
            } else {
                model.getProperties().put(name, orNull(property));
            }
        }
    }

    private static void require(Schema<?> model, String name) {
        if (model.getRequired() == null || !model.getRequired().contains(name)) {
            model.addRequiredItem(name);
        }
    }

    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() != null) {
            Schema<?> either = new JsonSchema();
            either.setName(property.getName()); // what is unwrapped into another record is found by it
            either.addAnyOfItem(property);
            either.addAnyOfItem(new JsonSchema().types(Set.of("null")));
            return either;
        }
        if (property.getTypes() != null && !property.getTypes().contains("null")) {
            Set<String> types = new LinkedHashSet<>(property.getTypes());
            types.add("null");
            property.setTypes(types);
        }
        return property;
    }
}
