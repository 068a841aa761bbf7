package org.invigil.server.identity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/** Lets Spring Session reach its two tables, which only the server itself may touch. */
@Configuration(proxyBeanMethods = false)
class SignInSessionStore {

    /** Spring Session looks for this bean by its name. */
    @Bean
    TransactionOperations springSessionTransactionOperations(ActorTransactions transactions) {
        return new TransactionOperations() {
            @Override
            public <T extends @org.jspecify.annotations.Nullable Object> T execute(
                    org.springframework.transaction.support.TransactionCallback<T> action) {
                return transactions.run(Actor.SYSTEM, jdbc -> action.doInTransaction(new SimpleTransactionStatus()));
            }
        };
    }
}
