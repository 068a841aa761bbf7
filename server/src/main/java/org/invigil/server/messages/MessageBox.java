package org.invigil.server.messages;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many messages a sitting has.
 *
 * @param unacknowledged how many of them the student has not said to have read
 */
public record MessageBox(int count, int unacknowledged) {

    public static final MessageBox EMPTY = new MessageBox(0, 0);

    /** Those of these sessions, inside a transaction that the caller has begun; a session that has no message is missing. */
    public static Map<UUID, MessageBox> of(JdbcClient jdbc, Collection<UUID> sessionIds) {
        Map<UUID, MessageBox> boxes = new HashMap<>();
        jdbc.sql("""
                        SELECT session_id, count, unacknowledged FROM invigil_message_boxes(?)""")
                .param(sessionIds.toArray(UUID[]::new))
                .query((row, number) -> boxes.put(
                        row.getObject("session_id", UUID.class),
                        new MessageBox(row.getInt("count"), row.getInt("unacknowledged"))))
                .list();
        return boxes;
    }
}
