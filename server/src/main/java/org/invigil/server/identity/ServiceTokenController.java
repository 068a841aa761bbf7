package org.invigil.server.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys of analysers that run elsewhere, for admins. */
@RestController
@RequestMapping("/api/service-tokens")
@Tag(name = "people")
class ServiceTokenController {

    private final ServiceTokens tokens;

    ServiceTokenController(ServiceTokens tokens) {
        this.tokens = tokens;
    }

    record ServiceTokenSummary(
            UUID id,
            String name,
            Instant createdAt,
            @Nullable Instant revokedAt) {}

    record ServiceTokenList(List<ServiceTokenSummary> serviceTokens) {}

    record CreateServiceToken(
            @NotBlank @VisibleText @Size(max = 80) String name) {}

    record CreatedServiceToken(UUID id, String name, String token) {}

    @GetMapping
    @Operation(operationId = "listServiceTokens", summary = "All service tokens, without their keys")
    ServiceTokenList list(Actor actor) {
        return new ServiceTokenList(tokens.list(actor).stream()
                .map(token -> new ServiceTokenSummary(token.id(), token.name(), token.createdAt(), token.revokedAt()))
                .toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createServiceToken", summary = "Create a service token; its key is shown this once")
    CreatedServiceToken create(Actor actor, @Valid @RequestBody CreateServiceToken input) {
        ServiceTokens.Created created = tokens.create(actor, input.name());
        return new CreatedServiceToken(
                created.serviceToken().id(), created.serviceToken().name(), created.key());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeServiceToken", summary = "Revoke a service token")
    void revoke(Actor actor, @PathVariable UUID id) {
        tokens.revoke(actor, id);
    }
}
