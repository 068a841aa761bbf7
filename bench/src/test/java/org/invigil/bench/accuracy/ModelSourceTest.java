package org.invigil.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.invigil.vision.model.ModelFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The card must not name another package than the one that is built in. */
class ModelSourceTest {

    private static final Path MODELS = Path.of("..", "vision", "models");

    @Test
    void everyModelFileHasItsSource() {
        assertThat(ModelSource.ALL).extracting(ModelSource::file).containsExactlyInAnyOrder(ModelFile.values());
    }

    @Test
    void packagesAreThoseThatTheBuildTakes() throws Exception {
        JsonNode packages = JsonMapper.builder()
                .build()
                .readTree(Files.readString(MODELS.resolve("package.json")))
                .get("dependencies");
        assertThat(ModelSource.ALL).allSatisfy(model -> assertThat(model.version())
                .as(model.npmPackage())
                .isEqualTo(packages.get(model.npmPackage()).asString()));
        assertThat(ModelSource.ALL).extracting(ModelSource::npmPackage).containsAll(packages.propertyNames());
    }

    @Test
    void sumsAreThoseThatTheBuildChecks() throws Exception {
        String prepare = Files.readString(MODELS.resolve("prepare.mjs"));
        // The detectors of persons and phones are made by the build out of files that are checked there.
        assertThat(ModelSource.ALL)
                .filteredOn(model ->
                        model.file() != ModelFile.PERSON_DETECTION && model.file() != ModelFile.PHONE_DETECTION)
                .allSatisfy(model -> assertThat(prepare).contains(model.sha256()));
    }
}
