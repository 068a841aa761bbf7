package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@ServerTest
class OpenApiDocumentTests {

    private static final Path COMMITTED = Path.of("..", "web", "src", "api", "openapi.json");
    private static final String REFRESH =
            "mvn -pl server -am test -Dtest=OpenApiDocumentTests -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dinvigil.openapi.write=true";

    @Autowired
    TestPeople people;

    @Test
    void theCommittedDocumentIsWhatTheServerServes() throws IOException {
        TestHttp.Answer answer = people.nobody().get("/v3/api-docs");
        assertThat(answer.status()).isEqualTo(200);
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        String served = JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .defaultPrettyPrinter(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .build()
                        .writeValueAsString(answer.json())
                + "\n";
        if (Boolean.getBoolean("invigil.openapi.write")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, served);
        }
        assertThat(Files.readString(COMMITTED))
                .as("web/src/api/openapi.json is old. Refresh it with: " + REFRESH)
                .isEqualTo(served);
    }

    @Test
    void everyOperationHasAnIdASummaryAndTheShapeOfItsErrors() {
        JsonNode paths = people.nobody().get("/v3/api-docs").json().path("paths");
        assertThat(paths.size()).isGreaterThan(10);
        paths.forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
            String name = method + " " + path;
            assertThat(operation.path("operationId").asString("")).as(name).matches("[a-z][A-Za-z]+");
            assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
            assertThat(operation
                            .at("/responses/default/content/application~1problem+json/schema/$ref")
                            .asString(""))
                    .as(name)
                    .isEqualTo("#/components/schemas/Problem");
        }));
    }

    @Test
    void aPageToReadItIsServedFromHere() {
        TestHttp.Answer page = people.nobody().get("/swagger-ui/index.html", "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("https://");
        assertThat(people.nobody().get("/docs", "Accept", "text/html").header("Location"))
                .endsWith("/swagger-ui/index.html");
    }
}
