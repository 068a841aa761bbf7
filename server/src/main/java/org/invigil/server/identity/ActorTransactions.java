package org.invigil.server.identity;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only way to the database: a transaction that first tells PostgreSQL who is asking. The setting is local to the
 * transaction, so a pooled connection never carries one person's identity into another's request.
 */
@Component
public class ActorTransactions {

    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final ConnectionShare connections;

    ActorTransactions(PlatformTransactionManager transactionManager, JdbcClient jdbc, ConnectionShare connections) {
        this.connections = connections;
        this.transactions = new TransactionTemplate(transactionManager);
        // A transaction that is started inside another gets its own connection: it must not change who the outer one
        // is.
        this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.jdbc = jdbc;
    }

    /**
     * Runs the work in one transaction of its own as the actor and returns its result.
     *
     * @throws org.springframework.dao.DataAccessException if the database refuses or is away
     */
    public <T extends @Nullable Object> T run(Actor actor, Function<JdbcClient, T> work) {
        return connections.holdingOne(() -> transactions.execute(status -> {
            become(actor, jdbc);
            return work.apply(jdbc);
        }));
    }

    /**
     * Runs the work as the actor, then the rest of it as the server itself, in one transaction: both happen or neither. For
     * what somebody may begin but only the server may finish; what the actor may not do fails first.
     *
     * @param rest is given what the work returned
     * @throws org.springframework.dao.DataAccessException if the database refuses or is away
     */
    public <A, T extends @Nullable Object> T runThenAsSystem(
            Actor actor, Function<JdbcClient, A> work, BiFunction<JdbcClient, A, T> rest) {
        return connections.holdingOne(() -> transactions.execute(status -> {
            become(actor, jdbc);
            A done = work.apply(jdbc);
            become(Actor.SYSTEM, jdbc);
            return rest.apply(jdbc, done);
        }));
    }

    /**
     * Lets work that students wait for take any connection, those too that are kept for it; see {@link ConnectionShare}.
     * For few threads at once.
     */
    public void withPrecedence(Runnable work) {
        connections.<RuntimeException, RuntimeException>withPrecedence(work::run);
    }

    static void become(Actor actor, JdbcClient jdbc) {
        UUID userId = actor.userId();
        jdbc.sql("SELECT set_config('invigil.role', ?, true), set_config('invigil.user_id', ?, true)")
                .param(actor.rolesSetting())
                .param(userId == null ? "" : userId.toString())
                .query((row, number) -> 1)
                .single();
    }
}
