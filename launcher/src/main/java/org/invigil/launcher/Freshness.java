package org.invigil.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** Tells by the times of files what must be built again. */
final class Freshness {

    private Freshness() {}

    /** Whether the stamp is missing, or anything in the places is newer; installed libraries do not count. */
    static boolean isStale(Path stamp, List<Path> places) throws IOException {
        if (!Files.exists(stamp)) {
            return true;
        }
        FileTime built = Files.getLastModifiedTime(stamp);
        for (Path place : places) {
            if (Files.exists(place) && isAnythingNewer(place, built)) {
                return true;
            }
        }
        return false;
    }

    /** Folders count as well: from them a file may have gone. */
    private static boolean isAnythingNewer(Path place, FileTime built) throws IOException {
        boolean[] newer = {false};
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.endsWith("node_modules")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                newer[0] = attributes.lastModifiedTime().compareTo(built) > 0;
                return newer[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return newer[0];
    }

    /** Sets the stamp to now: a build may write files of its own among its sources. */
    static void stamp(Path stamp, Instant now) throws IOException {
        Files.write(stamp, new byte[0], StandardOpenOption.CREATE);
        Files.setLastModifiedTime(stamp, FileTime.from(now));
    }
}
