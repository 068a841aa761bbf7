package org.invigil.server.admission;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.database.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How a student stands who asks to be let in.
 *
 * @param askedAt when it was asked for last; null while another picture has to be taken
 * @param hasPicture whether the camera's picture of that moment is there
 * @param sentence what the proctor said who asked for another picture; null before
 */
public record Admission(
        @Nullable Instant askedAt,
        boolean hasPicture,
        @Nullable String sentence) {

    /** Those of these sessions, inside a transaction that the caller has begun; who has not asked is missing. */
    public static Map<UUID, Admission> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, Admission> admissions = new HashMap<>();
        jdbc.sql("SELECT session_id, asked_at, picture IS NOT NULL AS has_picture, sentence FROM admissions"
                        + " WHERE session_id = ANY (?)")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> admissions.put(
                        row.getObject("session_id", UUID.class),
                        new Admission(
                                SqlTime.nullableInstant(row, "asked_at"),
                                row.getBoolean("has_picture"),
                                row.getString("sentence"))))
                .list();
        return admissions;
    }
}
