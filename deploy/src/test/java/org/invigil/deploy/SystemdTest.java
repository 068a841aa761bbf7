package org.invigil.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.invigil.launcher.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit, taken by systemd itself. */
class SystemdTest {

    private static final Path UNIT = Path.of("systemd/invigil.service");

    @Test
    void systemdUnderstandsEveryLine(@TempDir Path folder) throws Exception {
        Path unit = Files.copy(UNIT, folder.resolve("invigil.service"));
        assertThat(run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit.toString()))
                .isEmpty();
        Path wrong = Files.writeString(
                folder.resolve("wrong.service"), Files.readString(UNIT).replace("ProtectHome=yes", "ProtectHouse=yes"));
        assertThat(run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", wrong.toString()))
                .as("the check can fail")
                .contains("ProtectHouse");
    }

    /** systemd rates from 0 (locked in) to 10 (everything allowed); a service of its own user without hardening has 9.2. */
    @Test
    void theServiceIsLockedIn() throws Exception {
        Process process = new ProcessBuilder(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=20",
                        "--no-pager",
                        UNIT.toString())
                .redirectErrorStream(true)
                .start();
        String rating = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(rating).isZero();
    }

    @Test
    void theStopIsLongerThanTheDrain() throws Exception {
        Map<String, String> service = new TreeMap<>();
        for (String line : Files.readAllLines(UNIT)) {
            List<String> parts = List.of(line.split("=", 2));
            if (parts.size() == 2 && !line.startsWith("#")) {
                service.put(parts.get(0), parts.get(1));
            }
        }
        assertThat(Integer.parseInt(service.getOrDefault("TimeoutStopSec", "0")))
                .isGreaterThanOrEqualTo(20 + 60);
        assertThat(service)
                .as("out of memory is exit code 3, and followed by another start")
                .containsEntry("Restart", "on-failure");
        assertThat(Files.readString(Path.of("systemd/run")))
                .contains("-XX:+ExitOnOutOfMemoryError")
                .contains(JavaCommand.memoryOptions("Linux"));
        assertThat(Integer.parseInt(service.getOrDefault("LimitNOFILE", "0"))).isGreaterThan(2 * 4096);
        assertThat(service).containsEntry("SuccessExitStatus", "143").containsEntry("DynamicUser", "yes");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
