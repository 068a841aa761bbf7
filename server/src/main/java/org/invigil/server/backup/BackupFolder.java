package org.invigil.server.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.invigil.server.backup.Manifest.ClipEntry;
import org.invigil.server.backup.Manifest.ClipState;
import org.invigil.server.backup.Manifest.Rows;
import org.invigil.server.backup.Manifest.StoredFile;
import org.invigil.server.evidence.ClipFiles.StoredClip;
import org.invigil.server.system.PrivateFiles;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The files of one backup. */
record BackupFolder(Path path) {

    static final String CLIP_LIST = "clips.jsonl.gz";

    private static final String MANIFEST = "manifest.json";
    private static final String MANIFEST_SUM = "manifest.sha256";
    private static final String CLIPS = "clips";

    Path file(String name) {
        return inside(path, name);
    }

    /** Where the bytes of a clip lie. */
    Path clip(String storagePath) {
        return inside(path.resolve(CLIPS), storagePath);
    }

    private static Path inside(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw BackupException.damaged(name, "is not a name inside of it");
        }
        return file;
    }

    static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("No folder above " + path);
        }
        return parent;
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    static BufferedReader lines(Path gzipped) throws IOException {
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzipped), 1 << 16), StandardCharsets.UTF_8));
    }

    static StoredClip stored(ClipEntry clip) {
        return new StoredClip(clip.storagePath(), clip.fileSizeBytes(), clip.sha256());
    }

    static boolean isSame(HashedFile.Content content, ClipEntry clip) {
        return content.sizeBytes() == clip.fileSizeBytes() && content.sha256().equals(clip.sha256());
    }

    // ---- writing ---------------------------------------------------------------------------------------------------

    /** Writes the manifest and, beside it, its hash as {@code sha256sum -c} reads it. */
    void write(Manifest manifest) throws IOException {
        HashedFile file = HashedFile.create(file(MANIFEST));
        try (file) {
            file.write(Manifest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        }
        try (OutputStream sum = HashedFile.create(file(MANIFEST_SUM))) {
            sum.write((file.content().sha256() + "  " + MANIFEST + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Forces the names of all files to the disk; their bytes are there since they were closed. */
    void force() throws IOException {
        try (Stream<Path> folders = Files.walk(path)) {
            for (Path folder : (Iterable<Path>) folders.filter(Files::isDirectory)::iterator) {
                PrivateFiles.forceNames(folder);
            }
        }
    }

    void delete() throws IOException {
        FileSystemUtils.deleteRecursively(path);
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    /**
     * The manifest, if it is whole and of a format that this program knows.
     *
     * @throws BackupException saying what is wrong
     */
    Manifest manifest() throws IOException {
        if (!Files.exists(file(MANIFEST)) || !Files.exists(file(MANIFEST_SUM))) {
            throw BackupException.noManifest(path);
        }
        String sum = Files.readString(file(MANIFEST_SUM)).strip();
        if (!sum.equals(HashedFile.read(file(MANIFEST)).sha256() + "  " + MANIFEST)) {
            throw BackupException.damaged(MANIFEST, "has another hash than " + MANIFEST_SUM + " says");
        }
        try {
            JsonNode tree = Manifest.JSON.readTree(Files.readAllBytes(file(MANIFEST)));
            int format = tree.path("format").asInt(0);
            if (format > Manifest.FORMAT) {
                throw BackupException.newerFormat(format, Manifest.FORMAT);
            }
            return Manifest.JSON.treeToValue(tree, Manifest.class);
        } catch (JacksonException e) {
            throw BackupException.damaged(MANIFEST, "cannot be read");
        }
    }

    /**
     * Reads every file of the backup and compares it with its hash. Writes nothing.
     *
     * @throws BackupException naming the first file that is not as it was written
     */
    Manifest check(Consumer<String> progress) throws IOException {
        Manifest manifest = manifest();
        for (Rows table : manifest.tables()) {
            check(table.file());
        }
        check(manifest.clips().list());
        long seen = 0;
        try (BufferedReader list = lines(file(CLIP_LIST))) {
            for (String line = list.readLine(); line != null; line = list.readLine()) {
                ClipEntry clip = Manifest.JSON.readValue(line, ClipEntry.class);
                if (clip.state() == ClipState.KEPT) {
                    check(clip);
                    seen++;
                }
            }
        }
        if (seen != manifest.clips().kept()) {
            throw BackupException.damaged(
                    CLIP_LIST,
                    "names " + seen + " clips, not " + manifest.clips().kept());
        }
        progress.accept(
                "Every file is as it was written: " + manifest.tables().size() + " tables, " + seen + " clips.");
        return manifest;
    }

    private void check(StoredFile stored) throws IOException {
        Path file = file(stored.path());
        if (!Files.isRegularFile(file)) {
            throw BackupException.damaged(stored.path(), "is missing");
        }
        if (Files.size(file) != stored.sizeBytes()) {
            throw BackupException.damaged(
                    stored.path(), "has " + Files.size(file) + " bytes, not " + stored.sizeBytes());
        }
        if (!HashedFile.read(file).sha256().equals(stored.sha256())) {
            throw BackupException.damaged(stored.path(), "has another hash than the manifest says");
        }
    }

    private void check(ClipEntry clip) throws IOException {
        Path file = clip(clip.storagePath());
        String name = CLIPS + "/" + clip.storagePath();
        if (!Files.isRegularFile(file)) {
            throw BackupException.damaged(name, "is missing");
        }
        if (!isSame(HashedFile.read(file), clip)) {
            throw BackupException.damaged(name, "is not the clip that was uploaded");
        }
    }
}
