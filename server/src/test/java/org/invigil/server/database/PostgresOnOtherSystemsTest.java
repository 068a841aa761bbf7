package org.invigil.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded PostgreSQL would be on systems that the tests do not run on. */
class PostgresOnOtherSystemsTest {

    /** The names are those in the packages of each platform. */
    @Test
    void theArchiveIsThatOfTheMachine() {
        assertThat(PostgresBinaries.archiveName("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "x86_64")).isEqualTo("postgres-darwin-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Windows 11", "amd64")).isEqualTo("postgres-windows-x86_64.txz");
    }

    @Test
    void onWindowsItIsStartedDeafToTheTerminalAndMakesNoSocket(@TempDir Path home) throws IOException {
        PostgresPrograms programs = new PostgresPrograms(home, true);
        String program = home.toRealPath().resolve("bin").resolve("pg_ctl.exe").toString();
        assertThat(programs.detached("pg_ctl", "start", "-w"))
                .containsExactly("cmd.exe", "/c", "start", "", "/b", "/wait", program, "start", "-w");
        assertThat(programs.haveSockets()).isFalse();
    }
}
