package org.invigil.server.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

/**
 * Files and folders that nobody but the user of this process may read, made so from the beginning: by modes where the
 * file system has modes, by an access list on Windows.
 */
public final class PrivateFiles {

    private static final FileAttribute<?>[] NONE = {};

    private PrivateFiles() {}

    /** Whether files have an owner, a group and modes there, and folders can be opened: everywhere but on Windows. */
    public static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** With what a folder is created, such as by {@link Files#createDirectories}. */
    public static FileAttribute<?>[] folder(Path path) {
        return attributes(path, "rwx------", Set.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT));
    }

    /** With what a file is created. */
    public static FileAttribute<?>[] file(Path path) {
        return attributes(path, "rw-------", Set.of());
    }

    /** With what a program, or a folder of programs, is created that others may run. */
    public static FileAttribute<?>[] program(Path path) {
        return hasModes(path) ? modes("rwxr-xr-x") : NONE;
    }

    private static FileAttribute<?>[] attributes(Path path, String modes, Set<AclEntryFlag> heirs) {
        if (hasModes(path)) {
            return modes(modes);
        }
        if (!path.getFileSystem().supportedFileAttributeViews().contains("acl")) {
            return NONE; // a stick with FAT knows no users
        }
        try {
            return new FileAttribute<?>[] {
                new OwnerOnly(List.of(AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(user(path))
                        .setPermissions(AclEntryPermission.values())
                        .setFlags(heirs)
                        .build()))
            };
        } catch (IOException e) {
            return NONE; // a service without an account; then who may read the folder above may read this
        }
    }

    private static FileAttribute<?>[] modes(String modes) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(modes))};
    }

    /** With its domain: two of them may have a user of that name. */
    private static UserPrincipal user(Path path) throws IOException {
        String domain = System.getenv("USERDOMAIN");
        String name = System.getProperty("user.name");
        return path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(domain == null ? name : domain + "\\" + name);
    }

    private record OwnerOnly(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }

    /** Forces the names in a folder to the disk. Windows opens no folder; NTFS keeps a journal of names by itself. */
    public static void forceNames(Path folder) throws IOException {
        if (!hasModes(folder)) {
            return;
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
