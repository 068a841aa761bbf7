package org.invigil.server.webapp;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.Device;
import org.invigil.server.problem.Problem;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document: names as they are on the wire, what is required, and the one shape of every error. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class, Device.class);
    }

    @Bean
    OpenAPI invigilApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Invigil")
                        .version("1")
                        .description("Online exams with a camera: sitting them, watching them, reviewing them."
                                + " Sockets and errors are described in docs/protocol.md.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSecuritySchemes(
                                "sign_in",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("INVIGIL_SESSION"))
                        .addSecuritySchemes(
                                "service_token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")));
    }

    @Bean
    ModelResolver snakeCase(ObjectMapperProvider mappers) {
        return new ModelResolver(
                mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Bean
    ModelConverter recordsAndEnums() {
        return new WireSchemas();
    }

    /** Every operation may answer with a problem, and names how its caller proves who it is. */
    @Bean
    OpenApiCustomizer problemsAndSecurity() {
        return document -> {
            io.swagger.v3.core.converter.ModelConverters.getInstance(true)
                    .readAll(Problem.class)
                    .forEach((name, schema) -> document.getComponents().addSchemas(name, schema));
            document.getPaths()
                    .forEach((path, item) -> item.readOperations().forEach(operation -> complete(path, operation)));
        };
    }

    /** The fields of a form are part of its body; springdoc takes all but the file for query parameters. */
    private static void moveFormFields(Operation operation) {
        MediaType form = operation.getRequestBody() == null
                ? null
                : operation.getRequestBody().getContent().get("multipart/form-data");
        if (form == null || operation.getParameters() == null) {
            return;
        }
        for (Parameter field : List.copyOf(operation.getParameters())) {
            if ("query".equals(field.getIn())) {
                form.getSchema().addProperty(field.getName(), field.getSchema());
                form.getSchema().addRequiredItem(field.getName());
                operation.getParameters().remove(field);
            }
        }
    }

    private static void complete(String path, Operation operation) {
        moveFormFields(operation);
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("A problem; its code says which")
                                .content(new Content()
                                        .addMediaType(
                                                "application/problem+json",
                                                new MediaType()
                                                        .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
        if (path.startsWith("/api/auth/")) {
            operation.setSecurity(List.of());
        } else {
            operation.setSecurity(List.of(new SecurityRequirement()
                    .addList(path.equals("/api/exam/analyze-batch") ? "service_token" : "sign_in")));
        }
    }
}
