package org.invigil.server.intervention;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done to a sitting.
 *
 * @param note what its author added, which the student reads too; null for none
 * @param minutes of more time; null for every other kind
 * @param words what was done and why, in plain words to the student; the note is apart
 * @param by null for students, who need not know who it was
 */
public record Intervention(
        UUID interventionId,
        InterventionKind kind,
        Reason.Category category,
        Reason reason,
        @Nullable String note,
        @Nullable Integer minutes,
        String words,
        Instant at,
        @Nullable Author by) {

    /** Whoever did it. */
    @Schema(name = "InterventionAuthor")
    public record Author(UUID id, String displayName) {}

    static Intervention of(ResultSet row) throws SQLException {
        InterventionKind kind = WireNamed.get(InterventionKind.class, row.getString("kind"));
        Reason reason = WireNamed.get(Reason.class, row.getString("reason"));
        Integer minutes = row.getObject("minutes", Integer.class);
        String author = row.getString("display_name");
        return new Intervention(
                row.getObject("id", UUID.class),
                kind,
                reason.category(),
                reason,
                row.getString("note"),
                minutes,
                words(kind, reason, minutes),
                SqlTime.instant(row, "done_at"),
                author == null ? null : new Author(row.getObject("done_by", UUID.class), author));
    }

    /** What is told to the student. */
    static String words(InterventionKind kind, Reason reason, @Nullable Integer minutes) {
        String what =
                switch (kind) {
                    case PAUSE -> "Your exam was paused";
                    case RESUME -> "Your exam goes on";
                    case MORE_TIME ->
                        "You have " + minutes + (minutes != null && minutes == 1 ? " minute" : " minutes") + " more";
                    case END -> "Your exam was ended";
                };
        return what + because(kind, reason) + ".";
    }

    private static String because(InterventionKind kind, Reason reason) {
        if (reason == Reason.OTHER) {
            return "";
        }
        if (kind == InterventionKind.RESUME) {
            return reason == Reason.RESOLVED ? ": what stopped it is settled" : ", after " + reason.words();
        }
        return " because of " + reason.words();
    }
}
