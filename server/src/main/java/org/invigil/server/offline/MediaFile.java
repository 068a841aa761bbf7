package org.invigil.server.offline;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file to analyse.
 *
 * @param path as it was given, or below the folder that was given
 */
record MediaFile(Path path) {

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff");

    private static final Set<String> VIDEOS = Set.of("mp4", "webm", "mkv", "gif", "mov", "m4v", "avi");

    /**
     * The file itself, or all images and videos below a folder, sorted by path. What is no image and no video by its name
     * is passed over in a folder and tried where it was named.
     *
     * @return empty only for a folder that holds none
     */
    static List<MediaFile> under(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(new MediaFile(path));
        }
        List<MediaFile> found = new ArrayList<>();
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, collect(found));
        } catch (IOException e) {
            // The folder itself is what cannot be read; analysing it as a file says so in its own line.
            found.add(new MediaFile(path));
        }
        found.sort(Comparator.comparing(MediaFile::path));
        return found;
    }

    private static FileVisitor<Path> collect(List<MediaFile> found) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                MediaFile file = new MediaFile(path);
                if (attributes.isRegularFile() && (file.isImage() || file.isVideo())) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
                // A link back up the tree is no loss: what it leads to is visited anyway.
                if (!(e instanceof FileSystemLoopException)) {
                    found.add(new MediaFile(path));
                }
                return FileVisitResult.CONTINUE;
            }
        };
    }

    /** How the names of images and videos end, in order. */
    static List<String> endings() {
        return Stream.concat(IMAGES.stream(), VIDEOS.stream()).sorted().toList();
    }

    String source() {
        return path.toString();
    }

    boolean isImage() {
        return IMAGES.contains(extension());
    }

    boolean isVideo() {
        return VIDEOS.contains(extension());
    }

    private String extension() {
        String name = String.valueOf(path.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
