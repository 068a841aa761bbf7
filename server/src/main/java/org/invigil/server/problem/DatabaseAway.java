package org.invigil.server.problem;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** How a database that is down, full or not reachable shows: nothing is wrong with the request, trying again helps. */
final class DatabaseAway {

    static final String KIND = "unavailable";
    static final String MESSAGE = "The database does not answer";
    static final String RETRY_AFTER_SECONDS = "2";

    private DatabaseAway() {}

    static boolean isCauseOf(Throwable thrown) {
        return thrown instanceof DataAccessResourceFailureException
                || thrown instanceof TransientDataAccessException
                || thrown instanceof RecoverableDataAccessException
                || thrown instanceof TransactionException;
    }
}
