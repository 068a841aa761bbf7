package org.invigil.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one user, on this disk and on a Windows disk that is made of memory. */
class PrivateFilesTest {

    private static FileSystem windows(String... views) {
        return Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews("basic", views)
                .build());
    }

    @Test
    void modesWhereThereAreModes(@TempDir Path disk) throws IOException {
        Path folder = disk.resolve("data");
        Files.createDirectories(folder, PrivateFiles.folder(folder));
        Path file = folder.resolve("passwords");
        Files.createFile(file, PrivateFiles.file(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        PrivateFiles.forceNames(folder);
    }

    /** Looks at what is asked for: the disk of memory takes no access list when a file is created, Windows does. */
    @Test
    void anAccessListOnWindowsThatFilesInsideInherit() throws IOException {
        try (FileSystem disk = windows("owner", "dos", "acl")) {
            Path folder = disk.getPath("C:\\data");
            assertThat(onlyEntry(PrivateFiles.folder(folder)).flags())
                    .isEqualTo(Set.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT));
            AclEntry ofFile = onlyEntry(PrivateFiles.file(folder.resolve("passwords")));
            assertThat(ofFile.principal().getName()).endsWith(System.getProperty("user.name"));
            assertThat(ofFile.type()).isEqualTo(AclEntryType.ALLOW);
            assertThat(ofFile.flags()).isEmpty();
            Files.createDirectory(folder);
            PrivateFiles.forceNames(folder); // opens no folder: Windows would refuse
        }
    }

    @Test
    void whatKnowsNoUsersIsUsedAllTheSame() throws IOException {
        try (FileSystem stick = windows("dos")) {
            Path folder = stick.getPath("C:\\data");
            Files.createDirectories(folder, PrivateFiles.folder(folder));
            Files.createDirectory(folder.resolve("programs"), PrivateFiles.program(folder));
            assertThat(folder.resolve("programs")).isDirectory();
        }
    }

    private static AclEntry onlyEntry(FileAttribute<?>[] attributes) {
        assertThat(attributes).hasSize(1);
        assertThat(attributes[0].name()).isEqualTo("acl:acl");
        return (AclEntry) ((List<?>) attributes[0].value()).getFirst();
    }
}
