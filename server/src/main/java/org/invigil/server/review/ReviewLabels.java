package org.invigil.server.review;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.evidence.ClipRows;
import org.invigil.server.exam.ExamRows;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decisions as labels of clips, in the form that {@code ./invigil bench accuracy} reads: one line for each decided incident and
 * each clip that shows a part of it, but those that are kept apart. docs/accuracy.md has the columns.
 */
@Component
public class ReviewLabels {

    /** Above this an exam is exported in parts by whoever reviews it; a line is about 150 bytes. */
    static final int MAX_LINES = 100_000;

    static final String HEADER = "file,from_ms,to_ms,condition,behaviors,attentive";

    private static final String LINES = """
            SELECT v.storage_path, v.recorded_at, v.duration_ms, d.behavior, d.started_at, d.ended_at, d.decision, d.reason
              FROM exam_sessions s
              JOIN incident_decisions d ON d.session_id = s.id
              JOIN video_metadata v ON v.session_id = s.id
               AND v.recorded_at <= d.ended_at
               AND v.recorded_at + v.duration_ms * interval '1 millisecond' > d.started_at
             WHERE s.exam_id = ? AND NOT EXISTS (SELECT 1 FROM incident_decisions n WHERE n.supersedes = d.id)
             ORDER BY v.storage_path, d.started_at, d.incident_id LIMIT ?""";

    private final ActorTransactions transactions;
    private final ExamRows exams;

    ReviewLabels(ActorTransactions transactions, ExamRows exams) {
        this.transactions = transactions;
        this.exams = exams;
    }

    /**
     * What a clip shows by a person's judgement.
     *
     * @param file the clip's path below the folder of clips
     * @param fromMillis first moment of it within the clip
     * @param toMillis first moment after it
     * @param isSeen whether the behaviour was there, whatever it meant; null where nobody said so
     */
    public record Line(
            String file,
            long fromMillis,
            long toMillis,
            Decision decision,
            String behavior,
            @Nullable Boolean isSeen) {

        static Line of(
                String file,
                Instant recordedAt,
                long durationMillis,
                Instant startedAt,
                Instant endedAt,
                Decision decision,
                String behavior,
                @Nullable DecisionReason reason) {
            Boolean seen = decision == Decision.CONFIRMED ? Boolean.TRUE : reason == null ? null : reason.isSeen();
            return new Line(
                    file,
                    Math.max(0, Duration.between(recordedAt, startedAt).toMillis()),
                    Math.min(
                            durationMillis,
                            Duration.between(recordedAt, endedAt).toMillis()),
                    decision,
                    behavior,
                    seen);
        }

        boolean tells() {
            return isSeen != null && fromMillis < toMillis;
        }

        /** No cell needs quotes: paths are of ids and times, behaviours of letters and underscores. */
        String csv() {
            return String.join(
                    ",",
                    file,
                    Long.toString(fromMillis),
                    Long.toString(toMillis),
                    "reviewed;" + decision.wireName(),
                    Boolean.TRUE.equals(isSeen) ? behavior : "",
                    Boolean.FALSE.equals(isSeen) ? "yes" : "");
        }
    }

    /** The lines as a file, with the header. What a reason leaves open is left out. */
    public static String csv(List<Line> lines) {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        lines.stream().filter(Line::tells).forEach(line -> csv.append(line.csv())
                .append('\n'));
        return csv.toString();
    }

    /**
     * The labels of an exam.
     *
     * @throws ReviewException if there is no such exam, or it has too many
     */
    String of(Actor actor, UUID examId) {
        List<Line> lines = transactions.run(actor, jdbc -> {
            if (exams.find(jdbc, examId).isEmpty()) {
                throw ReviewException.examNotFound();
            }
            List<Line> ofAll = jdbc.sql(LINES)
                    .params(examId, MAX_LINES + 1)
                    .query((row, number) -> Line.of(
                            row.getString("storage_path"),
                            SqlTime.instant(row, "recorded_at"),
                            row.getLong("duration_ms"),
                            SqlTime.instant(row, "started_at"),
                            SqlTime.instant(row, "ended_at"),
                            WireNamed.get(Decision.class, row.getString("decision")),
                            row.getString("behavior"),
                            IncidentDecision.reason(row)))
                    .list();
            Set<String> apart = ClipRows.keptApart(
                    jdbc, ofAll.stream().map(Line::file).distinct().toList());
            return ofAll.stream().filter(line -> !apart.contains(line.file())).toList();
        });
        if (lines.size() > MAX_LINES) {
            throw ReviewException.tooManyLabels(MAX_LINES);
        }
        return csv(lines);
    }
}
