package org.invigil.server.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads queues by the place where the last page ended, so that a page costs the same wherever it stands. */
@Component
class ReviewQueues {

    private static final String SHOWN = "c.exam_id = :exam AND (c.is_flagged OR c.is_sample)";

    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT c.* FROM review_cases c
                 WHERE %s AND %s AND (c.priority, c.rank, c.session_id) > (:priority, :rank, :last)
                 ORDER BY c.priority, c.rank, c.session_id LIMIT :limit)
            SELECT page.*, s.attempt, p.username, p.display_name, r.display_name AS assigned_name
              FROM page
              JOIN exam_sessions s ON s.id = page.session_id
              JOIN profiles p ON p.id = page.student_id
              LEFT JOIN profiles r ON r.id = page.assigned_to
             ORDER BY page.priority, page.rank, page.session_id""";

    private static final String COUNTS = """
            SELECT count(*) FILTER (WHERE %s) AS undecided, count(*) FILTER (WHERE %s) AS mine,
                   count(*) FILTER (WHERE %s) AS decided
              FROM review_cases c WHERE %s""".formatted(
            ReviewFilter.UNDECIDED.condition(), ReviewFilter.MINE.condition(), ReviewFilter.DECIDED.condition(), SHOWN);

    /** Which exams somebody reviews: the rule of {@code invigil_reviews}, as far as it is about exams. */
    private static final String EXAMS =
            """
            SELECT e.id, e.title, coalesce(waiting.undecided, 0) AS undecided, coalesce(waiting.mine, 0) AS mine
              FROM exams e
              LEFT JOIN (SELECT c.exam_id, count(*) AS undecided, count(*) FILTER (WHERE %s) AS mine
                           FROM review_cases c WHERE (c.is_flagged OR c.is_sample) AND %s
                          GROUP BY c.exam_id) waiting ON waiting.exam_id = e.id
             WHERE (SELECT invigil_is_admin() OR invigil_attends_every_exam('{reviewer}'))
                OR e.id IN (SELECT a.exam_id FROM invigil_attended_exams('{reviewer}') a)
                OR e.id IN (SELECT a.exam_id FROM invigil_attended_students('{reviewer}') a)
             ORDER BY waiting.undecided IS NULL, e.opens_at DESC, e.id""".formatted(ReviewFilter.MINE.condition(), ReviewFilter.UNDECIDED.condition());

    private final ActorTransactions transactions;
    private final ExamRows exams;

    ReviewQueues(ActorTransactions transactions, ExamRows exams) {
        this.transactions = transactions;
        this.exams = exams;
    }

    /** Where a page ends: the sort key of its last case, as a text that clients hand back. */
    record Place(int priority, int rank, UUID sessionId) {

        static final String PATTERN = "[1-3]\\.[0-9]{1,5}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

        /** Before everything. */
        static final Place START = new Place(0, 0, new UUID(0, 0));

        static Place of(@Nullable String text) {
            if (text == null) {
                return START;
            }
            String[] parts = text.split("\\.", -1);
            return new Place(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), UUID.fromString(parts[2]));
        }

        @Override
        public String toString() {
            return priority + "." + rank + "." + sessionId;
        }
    }

    private record Placed(Place place, ReviewQueue.Case line) {

        static Placed of(ResultSet row, int number) throws SQLException {
            return new Placed(
                    new Place(row.getInt("priority"), row.getInt("rank"), row.getObject("session_id", UUID.class)),
                    ReviewQueue.Case.of(row, number));
        }
    }

    /**
     * One page.
     *
     * @throws ReviewException if there is no such exam
     */
    ReviewQueue page(Actor actor, UUID examId, ReviewFilter filter, Place after, int limit) {
        return transactions.run(actor, jdbc -> {
            if (exams.find(jdbc, examId).isEmpty()) {
                throw ReviewException.examNotFound();
            }
            List<Placed> found = new ArrayList<>(jdbc.sql(PAGE.formatted(SHOWN, filter.condition()))
                    .param("exam", examId)
                    .param("me", actor.person())
                    .param("priority", after.priority())
                    .param("rank", after.rank())
                    .param("last", after.sessionId())
                    .param("limit", limit + 1)
                    .query(Placed::of)
                    .list());
            boolean hasMore = found.size() > limit;
            if (hasMore) {
                found.removeLast();
            }
            return new ReviewQueue(
                    found.stream().map(Placed::line).toList(),
                    counts(jdbc, actor, examId),
                    hasMore ? found.getLast().place().toString() : null);
        });
    }

    /** The exams that the actor reviews: those that wait first, of these the newest. */
    List<ReviewQueue.Exam> exams(Actor actor) {
        return transactions.run(actor, jdbc -> jdbc.sql(EXAMS)
                .param("me", actor.person())
                .query((row, number) -> new ReviewQueue.Exam(
                        row.getObject("id", UUID.class),
                        row.getString("title"),
                        row.getLong("undecided"),
                        row.getLong("mine")))
                .list());
    }

    private static ReviewQueue.Counts counts(JdbcClient jdbc, Actor actor, UUID examId) {
        return jdbc.sql(COUNTS)
                .param("exam", examId)
                .param("me", actor.person())
                .query((row, number) ->
                        new ReviewQueue.Counts(row.getLong("undecided"), row.getLong("mine"), row.getLong("decided")))
                .single();
    }
}
