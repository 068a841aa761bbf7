package org.invigil.server.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup consists of: {@code manifest.json}, written last.
 *
 * @param format of the folder; a program reads its own and older ones
 * @param createdAt the moment that the rows are of
 * @param schemaVersion the newest migration that the database had
 * @param scoreDays the days (UTC) whose scores have a partition of their own
 * @param tables in an order in which they can be filled: a table comes after those that it refers to
 * @param clips the list of clips and what there is of them
 */
record Manifest(
        int format,
        Instant createdAt,
        String schemaVersion,
        List<LocalDate> scoreDays,
        List<Rows> tables,
        Clips clips) {

    static final int FORMAT = 1;

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    Manifest {
        scoreDays = List.copyOf(scoreDays);
        tables = List.copyOf(tables);
    }

    /**
     * A file of the backup.
     *
     * @param path in the folder, with slashes
     * @param sha256 in lower-case hexadecimal
     */
    record StoredFile(String path, long sizeBytes, String sha256) {}

    /**
     * One table, as PostgreSQL's text of {@code COPY}, compressed by gzip.
     *
     * @param columns in the order of the text; none that the database computes itself
     */
    record Rows(String table, List<String> columns, long rows, StoredFile file) {
        Rows {
            columns = List.copyOf(columns);
        }
    }

    /**
     * The clips.
     *
     * @param list one JSON object a line ({@link ClipEntry}), compressed by gzip
     * @param kept clips whose bytes are in the backup
     * @param keptBytes of them together
     * @param deleted clips that retention deleted while the backup ran
     * @param lost clips that the store did not have, or had with other bytes
     */
    record Clips(StoredFile list, long kept, long keptBytes, long deleted, long lost) {}

    /** What became of a clip that a row of the backup names. */
    enum ClipState {
        /** Its bytes are in the backup. */
        @JsonProperty("kept")
        KEPT,
        /** It was deleted after the moment that the rows are of. */
        @JsonProperty("deleted")
        DELETED,
        /** The store did not have it, although it has a row. */
        @JsonProperty("missing")
        MISSING,
        /** The store had other bytes than those that were uploaded. */
        @JsonProperty("damaged")
        DAMAGED
    }

    /** A line of the list of clips. */
    record ClipEntry(String storagePath, long fileSizeBytes, String sha256, ClipState state) {}
}
