package org.invigil.server.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where running scores are left behind for the node that goes on: with who knows which node has a session. What is left is
 * written in the transaction of the rows before it, and read in that of the rows that are gone on from.
 */
public interface ParkedScores {

    /**
     * Leaves running scores behind, and tells the nodes that wait for them.
     *
     * @param jdbc in a transaction of the analyser
     * @param parks at most one a session; one that is older than what a later node left changes nothing
     */
    void park(JdbcClient jdbc, List<ParkRow> parks);

    /**
     * What was left behind of a session last, as JSON.
     *
     * @param jdbc in a transaction of the analyser
     */
    Optional<String> find(JdbcClient jdbc, UUID sessionId);
}
