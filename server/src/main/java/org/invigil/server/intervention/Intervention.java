package org.invigil.server.intervention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
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
 * @param doneBy whoever did it, for this server alone
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
        @JsonIgnore UUID doneBy,
        @Nullable Author by) {

    /** Whoever did it. */
    @Schema(name = "InterventionAuthor")
    public record Author(UUID id, String displayName) {}

    static Intervention of(ResultSet row) throws SQLException {
        InterventionKind kind = WireNamed.get(InterventionKind.class, row.getString("kind"));
        Reason reason = WireNamed.get(Reason.class, row.getString("reason"));
        Integer minutes = row.getObject("minutes", Integer.class);
        return new Intervention(
                row.getObject("id", UUID.class),
                kind,
                reason.category(),
                reason,
                row.getString("note"),
                minutes,
                words(kind, reason, minutes),
                SqlTime.instant(row, "done_at"),
                row.getObject("done_by", UUID.class),
                null);
    }

    /** The same with its author, if that is among these names. */
    Intervention by(Map<UUID, String> names) {
        String name = names.get(doneBy);
        return new Intervention(
                interventionId,
                kind,
                category,
                reason,
                note,
                minutes,
                words,
                at,
                doneBy,
                name == null ? null : new Author(doneBy, name));
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
