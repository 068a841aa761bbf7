package org.invigil.server.configuration;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The keys {@code invigil.*} that exist: the components of every record that is bound to the configuration. */
final class InvigilKeys {

    private static final String SERVER_PACKAGE = "org.invigil.server";

    private final List<Section> sections;
    private final Map<String, Key> keys = new TreeMap<>();

    /** A record and the name that all of its keys begin with. */
    record Section(String prefix, Class<?> type) {}

    /**
     * One key.
     *
     * @param name in its documented form, such as {@code invigil.sitting.jpeg-quality}
     * @param type of the value
     * @param defaultValue as it would be written in the file; null if there is none
     */
    record Key(String name, Class<?> type, @Nullable String defaultValue) {}

    private InvigilKeys(List<Section> sections) {
        this.sections = sections;
        sections.forEach(section -> collect(section.prefix(), section.type()));
    }

    /** @param resources remembers the classes it has read, for whoever looks through them next */
    static InvigilKeys ofServer(ResourceLoader resources) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.setResourceLoader(resources);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Section> sections = new ArrayList<>();
        for (var candidate : scanner.findCandidateComponents(SERVER_PACKAGE)) {
            Class<?> type = ClassUtils.resolveClassName(Objects.requireNonNull(candidate.getBeanClassName()), null);
            var annotation = Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class));
            sections.add(new Section(annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix(), type));
        }
        return new InvigilKeys(List.copyOf(sections));
    }

    private void collect(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType());
            } else {
                keys.put(name, new Key(name, component.getType(), defaultOf(type, component.getName())));
            }
        }
    }

    /** The annotation is one of constructor parameters, so records carry it there and not on the component. */
    private static @Nullable String defaultOf(Class<?> type, String component) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> constructor.getParameterCount() == type.getRecordComponents().length)
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(component))
                .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                .filter(Objects::nonNull)
                .map(annotation -> String.join(", ", annotation.value()))
                .findFirst()
                .orElse(null);
    }

    List<Section> sections() {
        return sections;
    }

    /** By name, in alphabetical order. */
    Map<String, Key> all() {
        return keys;
    }
}
