package org.invigil.server.review;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which sessions to list; null does not restrict.
 *
 * @param search part of the student's display name or username, in any case
 */
record SessionFilter(
        @Nullable UUID examId,
        @Nullable UUID studentId,
        @Nullable SittingState status,
        @Nullable String search) {

    /** The kept text and the words are folded by the same function; no character stands for others. */
    private static final String FOUND =
            "SELECT id FROM profiles WHERE position(invigil_fold(:search) IN search_text) > 0";

    /** How a search is put to the planner, which cannot know how many it finds. Both find the same. */
    enum Search {
        /** From the people that are found to their sessions: whoever is found is looked up. */
        BY_PEOPLE,
        /** From the sessions, in their order, to their people: the first page is soon full if many are found. */
        BY_SESSIONS
    }

    /** The condition that a session {@code s} must meet, after the word AND. */
    String sql(Search way) {
        List<String> parts = new ArrayList<>();
        parts.add("true");
        if (examId != null) {
            parts.add("s.exam_id = :examId");
        }
        if (studentId != null) {
            parts.add("s.student_id = :studentId");
        }
        if (status != null) {
            parts.add("s.status = :status");
        }
        if (search != null) {
            parts.add(
                    way == Search.BY_PEOPLE
                            ? "s.student_id = ANY (ARRAY(" + FOUND + "))"
                            : "s.student_id IN (" + FOUND + ")");
        }
        return String.join(" AND ", parts);
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
        return statement
                .param("examId", examId, Types.OTHER)
                .param("studentId", studentId, Types.OTHER)
                .param("status", status == null ? null : status.wireName(), Types.VARCHAR)
                .param("search", search, Types.VARCHAR);
    }
}
