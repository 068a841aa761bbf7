package org.invigil.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding programs, on a Linux and a Windows that are made of memory. */
class ToolsTest {

    private static final Configuration LINUX =
            Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build();

    /** On the real disk: the one in memory lets everything be run. */
    @Test
    void onLinuxTheFirstThatMayBeRunIsTaken(@TempDir Path folder) throws IOException {
        write(folder.resolve("first/mvn"), "rw-r--r--");
        write(folder.resolve("second/mvn"), "rwxr-xr-x");
        write(folder.resolve("third/mvn"), "rwxr-xr-x");
        String path = Stream.of("none", "first", "second", "third")
                .map(name -> folder.resolve(name).toString())
                .collect(Collectors.joining(":"));
        Tools tools = new Tools(folder.getFileSystem(), false, Map.of("PATH", ":" + path));
        assertThat(tools.find("mvn")).contains(folder.resolve("second/mvn"));
        assertThat(tools.find("gradle")).isEmpty();
    }

    @Test
    void onWindowsAProgramHasAnEnding() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
            write(files.getPath("C:\\Program Files\\nodejs\\npm"));
            write(files.getPath("C:\\Program Files\\nodejs\\npm.cmd"));
            write(files.getPath("C:\\Program Files\\nodejs\\node.exe"));
            Tools tools = new Tools(files, true, Map.of("PATH", "C:\\Windows;C:\\Program Files\\nodejs"));
            assertThat(tools.find("npm")).contains(files.getPath("C:\\Program Files\\nodejs\\npm.cmd"));
            assertThat(tools.find("node")).contains(files.getPath("C:\\Program Files\\nodejs\\node.exe"));
        }
    }

    @Test
    void nodeIsLookedForWhereItUsuallyLies() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(LINUX)) {
            Files.createDirectories(files.getPath("/opt/node-v22/bin"));
            Files.createDirectories(files.getPath("/home/ada/.nvm/versions/node/v20.19.1/bin"));
            Tools tools = new Tools(files, false, Map.of("PATH", "", "HOME", "/home/ada"));
            assertThat(tools.nodeFolders())
                    .contains(
                            files.getPath("/opt/node-v22/bin"),
                            files.getPath("/home/ada/.nvm/versions/node/v20.19.1/bin"));
        }
        try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
            Tools tools = new Tools(files, true, Map.of("PROGRAMFILES", "D:\\Programs"));
            assertThat(tools.nodeFolders()).containsExactly(files.getPath("D:\\Programs\\nodejs"));
        }
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(LINUX)) {
            Tools tools = new Tools(files, false, Map.of("PATH", "/bin"));
            assertThatThrownBy(tools::maven).hasMessageContaining("Install Maven 3.8");
            assertThatThrownBy(tools::npm).hasMessageContaining("Install it (package nodejs and npm");
        }
    }

    @Test
    void versionsAreComparedByNumbers() {
        assertThat(Tools.isAtLeast("v20.19.0", "20.19")).isTrue();
        assertThat(Tools.isAtLeast("v20.20.1", "20.19")).isTrue();
        assertThat(Tools.isAtLeast("v100.0.0", "20.19")).isTrue();
        assertThat(Tools.isAtLeast("v20.9.0", "20.19")).isFalse();
        assertThat(Tools.isAtLeast("v18.20.4", "20.19")).isFalse();
    }

    @Test
    void theUsersOptionsOfMavenStay() throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(LINUX)) {
            write(files.getPath("/bin/mvn"), "rwxr-xr-x");
            Tools tools = new Tools(files, false, Map.of("PATH", "/bin", "MAVEN_OPTS", "-Xmx1g"));
            tools.maven();
            assertThat(tools.environment()).containsEntry("MAVEN_OPTS", "-Xmx1g --sun-misc-unsafe-memory-access=allow");
        }
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.createFile(file);
    }

    private static void write(Path file, String mode) throws IOException {
        write(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
