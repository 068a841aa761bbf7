package org.invigil.server.database;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which PostgreSQL is used, {@code invigil.database.*}. The connections themselves are made by the library's pool, which
 * application.yaml gives these values.
 *
 * @param url of an external PostgreSQL; null starts the embedded one
 * @param owner owns the schema, used by migrations at the start
 * @param app the running application
 */
@Validated
@ConfigurationProperties("invigil.database")
record DatabaseSettings(
        @Nullable
        @Pattern(
                regexp = "jdbc:postgresql:.+",
                message = "must be a JDBC address such as jdbc:postgresql://db.example:5432/invigil")
        String url,

        @Valid @DefaultValue Owner owner,
        @Valid @DefaultValue App app) {

    /** The role that owns the schema. */
    record Owner(
            @DefaultValue("invigil_owner") @NotBlank String username,
            @DefaultValue("") String password) {}

    /** The role of the running application. */
    record App(
            @DefaultValue("invigil_app") @NotBlank String username,
            @DefaultValue("") String password) {}
}
