package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.invigil.rules.incident.Behavior;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it is shown.
 *
 * @param endedAt null while open
 * @param confidence 0 to 1
 * @param focusScoreMin lowest focus score during it, 0 to 100
 * @param message what happened, in plain words
 * @param clip what came of the clip that shows it
 * @param mustBeDecided whether people have to decide about it; false for what says nothing about the student
 * @param cause by what rule it was noted, null if the behaviour is not one of this program's
 */
@Schema(name = "Incident")
public record IncidentView(
        UUID id,
        String behavior,
        Instant startedAt,
        @Nullable Instant endedAt,
        double confidence,
        double focusScoreMin,
        String message,
        boolean mustBeDecided,
        IncidentClip clip,
        @Nullable IncidentCause cause) {

    static IncidentView of(ResultSet row) throws SQLException {
        String behavior = row.getString("behavior");
        return new IncidentView(
                row.getObject("id", UUID.class),
                behavior,
                SqlTime.instant(row, "started_at"),
                SqlTime.nullableInstant(row, "ended_at"),
                row.getDouble("confidence"),
                row.getDouble("focus_score_min"),
                Behavior.find(behavior).map(Behavior::description).orElse(behavior),
                row.getBoolean("must_be_decided"),
                IncidentClip.NOT_ASKED,
                null);
    }

    IncidentView with(IncidentClip itsClip, @Nullable IncidentCause itsCause) {
        return new IncidentView(
                id, behavior, startedAt, endedAt, confidence, focusScoreMin, message, mustBeDecided, itsClip, itsCause);
    }
}
