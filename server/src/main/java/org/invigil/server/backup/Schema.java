package org.invigil.server.backup;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.invigil.server.database.OwnerLogin;

/** The version of a database's schema, and the way to a later one: the migrations that the server itself runs. */
final class Schema {

    private final OwnerLogin owner;

    Schema(OwnerLogin owner) {
        this.owner = owner;
    }

    private Flyway flyway(MigrationVersion target) {
        return Flyway.configure()
                .dataSource(owner.url(), owner.username(), owner.password())
                .target(target)
                .load();
    }

    /** The newest migration that the database has had; empty if it has had none. */
    Optional<MigrationVersion> current() {
        try {
            return Optional.ofNullable(flyway(MigrationVersion.LATEST).info().current())
                    .map(MigrationInfo::getVersion);
        } catch (FlywayException e) {
            throw BackupException.of(e);
        }
    }

    /** The newest migration that this program brings along. */
    MigrationVersion newest() {
        try {
            return Arrays.stream(flyway(MigrationVersion.LATEST).info().all())
                    .filter(migration -> migration.getState().isResolved())
                    .map(MigrationInfo::getVersion)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        } catch (FlywayException e) {
            throw BackupException.of(e);
        }
    }

    /** Runs the migrations up to this one. */
    void migrateTo(MigrationVersion version) {
        try {
            flyway(version).migrate();
        } catch (FlywayException e) {
            throw BackupException.of(e);
        }
    }
}
