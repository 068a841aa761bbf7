package org.invigil.server.messages;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.database.SqlTime;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.DisplayNames;
import org.invigil.server.identity.StudentGroups;
import org.invigil.server.session.SittingSnapshot;
import org.invigil.server.session.SittingSnapshots;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Sends, lists and acknowledges messages, each as the one who asks: whom somebody may write to is for the policies. */
@Service
class Messages {

    /** Of one message, in UTF-16 units as Java and browsers count them. */
    static final int MAX_CHARACTERS = 2_000;

    /** Kept to the same recipient: one sitting, one group, or everybody who sits an exam. */
    static final int MOST = 2_000;

    private static final int LISTED = 200;

    /** What PostgreSQL says where a policy refuses, and where what is referred to is not there. */
    private static final String NOT_ALLOWED = "42501";

    private static final String NOT_THERE = "23503";

    private final ActorTransactions transactions;
    private final SittingSnapshots sittings;
    private final StudentGroups groups;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Messages(
            ActorTransactions transactions,
            SittingSnapshots sittings,
            StudentGroups groups,
            ApplicationEventPublisher events,
            Clock clock) {
        this.transactions = transactions;
        this.sittings = sittings;
        this.groups = groups;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Whom a message is for, and what it says.
     *
     * @param recipientId of the session or the group; null for the whole exam
     */
    record Draft(Audience audience, @Nullable UUID recipientId, String text) {

        @Nullable
        UUID sessionId() {
            return audience == Audience.SESSION ? recipientId : null;
        }

        @Nullable
        UUID groupId() {
            return audience == Audience.GROUP ? recipientId : null;
        }
    }

    /**
     * Sends a message, or says why it cannot be sent.
     *
     * @throws MessageException if the exam or the recipient is not there for this actor, or there are too many to the recipient
     */
    Message send(Actor actor, UUID examId, Draft draft) {
        Message sent = transactions.run(actor, jdbc -> send(jdbc, actor, examId, draft));
        events.publishEvent(new StudentNews());
        return sent;
    }

    /** The same inside a transaction that the caller has begun as this actor, and tells of afterwards. */
    Message send(JdbcClient jdbc, Actor actor, UUID examId, Draft draft) {
        UUID id = UUID.randomUUID();
        try {
            int inserted = jdbc.sql("""
                            INSERT INTO messages (id, exam_id, audience, session_id, group_id, sent_by, sent_at, text)
                            SELECT :id, :exam, :audience, CAST(:session AS uuid), CAST(:group AS uuid), :by, :now, :text
                            WHERE invigil_messages_to(:exam, :audience, CAST(:session AS uuid), CAST(:group AS uuid)) < :most""")
                    .param("id", id)
                    .param("exam", examId)
                    .param("audience", draft.audience().wireName())
                    .param("session", draft.sessionId())
                    .param("group", draft.groupId())
                    .param("by", actor.person())
                    .param("now", SqlTime.toSql(now()))
                    .param("text", draft.text())
                    .param("most", MOST)
                    .update();
            if (inserted == 0) {
                throw MessageException.tooMany(MOST);
            }
        } catch (DataAccessException e) {
            if (!isRefused(e)) {
                throw e;
            }
            throw draft.audience() == Audience.EXAM
                    ? MessageException.examNotFound()
                    : MessageException.recipientNotFound();
        }
        return listed(jdbc, examId, id).getFirst();
    }

    /** Whether the policies say that this actor may not write to these, or whom it is for is not there. */
    private static boolean isRefused(DataAccessException e) {
        return e.getMostSpecificCause() instanceof SQLException cause
                && (NOT_ALLOWED.equals(cause.getSQLState()) || NOT_THERE.equals(cause.getSQLState()));
    }

    /** The newest messages of an exam that this actor may see, newest first, at most {@value #LISTED}. */
    List<Message> list(Actor actor, UUID examId) {
        return transactions.run(actor, jdbc -> listed(jdbc, examId, null));
    }

    private List<Message> listed(JdbcClient jdbc, UUID examId, @Nullable UUID messageId) {
        List<UUID> students = sittings.students(jdbc, examId);
        record Row(UUID sentBy, Message message) {}
        List<Row> rows = jdbc.sql("""
                        SELECT m.id, m.audience, m.session_id, m.group_id, m.text, m.sent_at, m.sent_by,
                               (SELECT count(*) FROM message_receipts r WHERE r.message_id = m.id) AS acknowledged
                          FROM messages m
                         WHERE m.exam_id = :exam AND (CAST(:message AS uuid) IS NULL OR m.id = :message)
                         ORDER BY m.sent_at DESC, m.id LIMIT :most""")
                .param("exam", examId)
                .param("message", messageId, java.sql.Types.OTHER)
                .param("most", LISTED)
                .query((row, number) -> new Row(
                        row.getObject("sent_by", UUID.class),
                        new Message(
                                row.getObject("id", UUID.class),
                                audience(row),
                                row.getObject("session_id", UUID.class),
                                row.getObject("group_id", UUID.class),
                                row.getString("text"),
                                SqlTime.instant(row, "sent_at"),
                                null,
                                0,
                                row.getInt("acknowledged"))))
                .list();
        Map<UUID, String> names =
                DisplayNames.of(jdbc, rows.stream().map(Row::sentBy).distinct().toList());
        List<UUID> groupIds = rows.stream()
                .map(row -> row.message().groupId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<UUID, Set<UUID>> members = groupIds.isEmpty() ? Map.of() : groups.members(jdbc, groupIds);
        return rows.stream()
                .map(row -> row.message().with(names.get(row.sentBy()), reached(row.message(), students, members)))
                .toList();
    }

    private static int reached(Message message, List<UUID> students, Map<UUID, Set<UUID>> members) {
        return switch (message.audience()) {
            case EXAM -> students.size();
            case SESSION -> 1;
            case GROUP -> {
                Set<UUID> group = members.getOrDefault(Objects.requireNonNull(message.groupId()), Set.of());
                yield (int) students.stream().filter(group::contains).count();
            }
        };
    }

    /**
     * What is for this sitting of the student's, oldest first.
     *
     * @throws MessageException if it is not the student's
     */
    List<ReceivedMessage> received(Actor student, UUID sessionId) {
        return transactions.run(student, jdbc -> {
            SittingSnapshot sitting = sittings.of(jdbc, List.of(sessionId)).stream()
                    .findFirst()
                    .orElseThrow(MessageException::sessionNotFound);
            return received(jdbc, sitting);
        });
    }

    /** The policies decide which group a student is in; a message to one sitting is for that one alone. */
    private static List<ReceivedMessage> received(JdbcClient jdbc, SittingSnapshot sitting) {
        return jdbc.sql("""
                        SELECT m.id, m.audience, m.text, m.sent_at, r.acknowledged_at
                          FROM messages m
                          LEFT JOIN message_receipts r ON r.message_id = m.id AND r.session_id = :session
                         WHERE m.exam_id = :exam AND (m.session_id IS NULL OR m.session_id = :session)
                         ORDER BY m.sent_at, m.id""")
                .param("session", sitting.sessionId())
                .param("exam", sitting.examId())
                .query((row, number) -> new ReceivedMessage(
                        row.getObject("id", UUID.class),
                        audience(row),
                        row.getString("text"),
                        SqlTime.instant(row, "sent_at"),
                        SqlTime.nullableInstant(row, "acknowledged_at")))
                .list();
    }

    /**
     * The student has read it. Saying so again changes nothing.
     *
     * @throws MessageException if it is not for this sitting of the student's
     */
    void acknowledge(Actor student, UUID sessionId, UUID messageId) {
        transactions.run(student, jdbc -> {
            boolean isReceived = sittings.of(jdbc, List.of(sessionId)).stream()
                    .flatMap(sitting -> received(jdbc, sitting).stream())
                    .anyMatch(message -> message.messageId().equals(messageId));
            if (!isReceived) {
                throw MessageException.messageNotFound();
            }
            return jdbc.sql("""
                            INSERT INTO message_receipts (message_id, session_id, student_id, acknowledged_at)
                            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                    .params(messageId, sessionId, student.person(), SqlTime.toSql(now()))
                    .update();
        });
        events.publishEvent(new StudentNews()); // to the student's other windows
    }

    private static Audience audience(ResultSet row) throws SQLException {
        return WireNamed.get(Audience.class, row.getString("audience"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
