package org.invigil.server.identity;

import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** Lets ShedLock reach its table, which only the server itself may touch. */
@Configuration(proxyBeanMethods = false)
class ScheduledLockStore {

    /** Locks by the database's clock, so that the nodes' clocks need not agree. */
    @Bean
    LockProvider scheduledLocks(JdbcTemplate jdbcTemplate, JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(jdbcTemplate)
                .withTransactionManager(new AsSystem(transactions, jdbc))
                .usingDbTime()
                .build());
    }

    /** Begins every transaction by saying that the server itself is asking. */
    private record AsSystem(PlatformTransactionManager transactions, JdbcClient jdbc)
            implements PlatformTransactionManager {

        @Override
        public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
            TransactionStatus status = transactions.getTransaction(definition);
            try {
                ActorTransactions.become(Actor.SYSTEM, jdbc);
                return status;
            } catch (RuntimeException e) {
                transactions.rollback(status);
                throw e;
            }
        }

        @Override
        public void commit(TransactionStatus status) {
            transactions.commit(status);
        }

        @Override
        public void rollback(TransactionStatus status) {
            transactions.rollback(status);
        }
    }
}
