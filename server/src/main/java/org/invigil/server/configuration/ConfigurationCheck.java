package org.invigil.server.configuration;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path.Node;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.invigil.server.database.StartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

/** Looks at everything that was configured and refuses what cannot be meant. */
public final class ConfigurationCheck {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("invigil");

    /** Told by the command line and the launcher, not by the file. */
    private static final Set<String> FROM_COMMAND_LINE =
            Set.of("invigil.data", "invigil.demo", "invigil.home", "invigil.launcher");

    /** Variables that programs beside the server read, and those that Kubernetes adds for a service of this name. */
    private static final Pattern NOT_OURS = Pattern.compile("INVIGIL_(HOME|DATA|URL|START|JAVA_OPTS|ADMIN(_PASSWORD)?"
            + "|([A-Z0-9_]+_)?SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|([A-Z0-9_]+_)?PORT(_\\d+_(TCP|UDP)(_[A-Z]+)?)?)");

    private final ConfigurableEnvironment environment;
    private final Path file;
    private final InvigilKeys known;
    private final Map<String, String> problems = new TreeMap<>();

    private ConfigurationCheck(ConfigurableEnvironment environment, Path file, ResourceLoader resources) {
        this.environment = environment;
        this.file = file.toAbsolutePath();
        this.known = InvigilKeys.ofServer(resources);
    }

    /** Checks an environment that no application is built of. */
    public static void run(ConfigurableEnvironment environment, Path file) {
        run(environment, file, new DefaultResourceLoader());
    }

    /**
     * Checks names, types and ranges.
     *
     * @param file the operator's file; keys of the libraries are checked there alone
     * @param resources where the server's classes are read; a context goes on with what was read
     * @throws StartException naming every problem, with the place it comes from
     */
    public static void run(ConfigurableEnvironment environment, Path file, ResourceLoader resources) {
        ConfigurationCheck check = new ConfigurationCheck(environment, file, resources);
        check.names();
        check.values();
        if (!check.problems.isEmpty()) {
            throw new StartException("The configuration is wrong:\n  " + String.join("\n  ", check.problems.values())
                    + "\nEvery key is described in deploy/invigil.yaml.");
        }
    }

    // ---- names ---------------------------------------------------------------------------------------------------

    private void names() {
        SpringKeys libraries = null;
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (!(source instanceof IterableConfigurationPropertySource iterable)) {
                continue;
            }
            for (ConfigurationPropertyName name : iterable) {
                ConfigurationProperty property = source.getConfigurationProperty(name);
                if (property == null) {
                    continue;
                }
                if (ROOT.isAncestorOf(name)) {
                    ownName(name, property);
                } else if (Place.of(property).isIn(file)) {
                    libraries = libraries == null ? SpringKeys.ofLibraries() : libraries;
                    libraryName(name, property, libraries);
                }
            }
        }
    }

    private void ownName(ConfigurationPropertyName name, ConfigurationProperty property) {
        Place place = Place.of(property);
        String variable = place.environmentVariable();
        if (variable != null && NOT_OURS.matcher(variable).matches()) {
            return;
        }
        String written = dotted(name);
        if (FROM_COMMAND_LINE.contains(written)) {
            if (place.isIn(file)) {
                problem(written, place, "is told on the command line: --" + name.getLastElement(Form.ORIGINAL));
            }
            return;
        }
        boolean exists = known.all().keySet().stream()
                .anyMatch(key -> variable == null
                        ? dotted(ConfigurationPropertyName.of(key)).equals(written)
                        : letters(key).equals(letters(written)));
        boolean emptySection = property.getValue().toString().isEmpty()
                && known.all().keySet().stream().anyMatch(key -> key.startsWith(name + "."));
        if (!exists && !emptySection) {
            unknown(name.toString(), place, known.all().keySet());
        }
    }

    private void libraryName(ConfigurationPropertyName name, ConfigurationProperty property, SpringKeys libraries) {
        if (libraries.knows(name)) {
            return;
        }
        Place place = Place.of(property);
        libraries
                .replacementOf(name)
                .ifPresentOrElse(
                        now -> problem(name.toString(), place, "is called " + now + " now"),
                        () -> unknown(name.toString(), place, libraries.names()));
    }

    private void unknown(String name, Place place, Set<String> candidates) {
        problem(
                name,
                place,
                "there is no such key"
                        + NearestName.of(name, candidates)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse(""));
    }

    /** Without dashes, capitals and the numbers of list elements: two spellings of one key are equal then. */
    private static String dotted(ConfigurationPropertyName name) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            if (!name.isNumericIndex(i)) {
                elements.add(name.getElement(i, Form.UNIFORM));
            }
        }
        return String.join(".", elements);
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    // ---- values --------------------------------------------------------------------------------------------------

    private void values() {
        Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(environment);
        PlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(environment);
        Binder binder = new Binder(sources, placeholders);
        try (ValidatorFactory factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false))
                .buildValidatorFactory()) {
            Validator validator = factory.getValidator();
            for (InvigilKeys.Section section : known.sections()) {
                Object bound = binder.bindOrCreate(section.prefix(), Bindable.of(section.type()), new Collecting());
                if (bound != null) {
                    validator.validate(bound).forEach(violation -> outOfRange(section.prefix(), violation));
                }
            }
        }
    }

    private void outOfRange(String prefix, ConstraintViolation<?> violation) {
        StringBuilder key = new StringBuilder(prefix);
        for (Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PROPERTY) {
                key.append('.').append(DataObjectPropertyName.toDashedForm(node.getName()));
            } else if (node.getIndex() != null) {
                key.append('[').append(node.getIndex()).append(']');
            }
        }
        String name = key.toString();
        ConfigurationProperty property = find(ConfigurationPropertyName.of(name));
        problem(
                name,
                property == null ? Place.DEFAULT : Place.of(property),
                violation.getMessage() + BindingWords.not(name, violation.getInvalidValue()));
    }

    private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }

    /** Notes what does not fit and goes on with the next key, so that all is told in one go. */
    private final class Collecting implements BindHandler {

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
            ConfigurationProperty property = find(name);
            problem(
                    name.toString(),
                    property == null ? Place.DEFAULT : Place.of(property),
                    BindingWords.reason(name.toString(), target, property, error));
            return null;
        }
    }

    private void problem(String name, Place place, String reason) {
        problems.putIfAbsent(
                name, place.equals(Place.DEFAULT) ? name + ": " + reason : name + " (" + place + "): " + reason);
    }
}
