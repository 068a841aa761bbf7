package org.invigil.server.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.SessionRows.SessionRow;
import org.springframework.stereotype.Service;

@Service
class StoredExamSessions implements ExamSessions {

    private static final Duration RECENT = Duration.ofMinutes(10);

    private final ActorTransactions transactions;
    private final SessionRows sessions;
    private final Clock clock;

    StoredExamSessions(ActorTransactions transactions, SessionRows sessions, Clock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Optional<ExamSession> find(UUID sessionId) {
        return transactions
                .run(Actor.SYSTEM, jdbc -> sessions.find(jdbc, sessionId))
                .map(SessionRow::session);
    }

    @Override
    public List<ExamSession> find(Collection<UUID> sessionIds) {
        return transactions.run(Actor.SYSTEM, jdbc -> sessions.find(jdbc, sessionIds)).stream()
                .map(SessionRow::session)
                .toList();
    }

    @Override
    public List<ExamSession> findRecent() {
        Instant since = clock.instant().minus(RECENT);
        return transactions.run(Actor.SYSTEM, jdbc -> sessions.findRecent(jdbc, since)).stream()
                .map(SessionRow::session)
                .toList();
    }
}
