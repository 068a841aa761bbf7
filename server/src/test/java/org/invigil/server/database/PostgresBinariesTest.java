package org.invigil.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

    @Test
    void theProgramsAreUnpackedOnceAndFoundAgain(@TempDir Path home) throws IOException {
        Path unpacked = PostgresBinaries.unpack(home);
        assertThat(unpacked.resolve("bin/postgres")).isRegularFile().isExecutable();
        Path own = Files.writeString(unpacked.resolve("kept"), "");

        assertThat(PostgresBinaries.unpack(home)).isEqualTo(unpacked);

        assertThat(own).exists();
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all).as("no draft is left behind").containsExactly(unpacked);
        }
    }

    @Test
    void whatIsLentLooksAsIfItHadBeenUnpacked(@TempDir Path home) throws IOException {
        TestPrograms.lendTo(home);

        Path unpacked = PostgresBinaries.unpack(home);
        assertThat(unpacked.resolve("bin/postgres")).isRegularFile().isExecutable();
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all).containsExactly(unpacked);
        }
    }
}
