package org.invigil.server.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theyGiveBackMemoryThatTheyNoLongerNeed(@TempDir Path home) throws IOException {
        Path program = Files.createDirectory(home.resolve("bin")).resolve("tell");
        Files.writeString(program, """
                #!/bin/sh
                echo "$MALLOC_TRIM_THRESHOLD_ and $MALLOC_MMAP_THRESHOLD_"
                exit 1
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        PostgresPrograms programs = new PostgresPrograms(home);

        assertThatThrownBy(() -> programs.run("tell"))
                .isInstanceOf(StartException.class)
                .hasMessage("PostgreSQL's tell failed: 131072 and 131072");
    }
}
