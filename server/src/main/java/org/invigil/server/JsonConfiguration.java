package org.invigil.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.invigil.rules.wire.WireNamed;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** JSON as docs/protocol.md has it; snake_case is set in application.yaml. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    JsonMapperBuilderCustomizer instantsWithMilliseconds() {
        return builder -> builder.addModule(
                new SimpleModule("invigil-time").addSerializer(Instant.class, new MillisecondInstant()));
    }

    @Bean
    JsonMapperBuilderCustomizer wireNames() {
        return builder -> builder.annotationIntrospector(
                AnnotationIntrospector.pair(new WireNames(), builder.annotationIntrospector()));
    }

    /** Enums are read and written under their wire names, as values and as keys. */
    private static final class WireNames extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                if (constants[i] instanceof WireNamed named) {
                    names[i] = named.wireName();
                }
            }
            return names;
        }
    }

    /** Always three digits, so that times compare as text and look alike. */
    private static final class MillisecondInstant extends StdSerializer<Instant> {

        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

        MillisecondInstant() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(FORMAT.format(value));
        }
    }
}
