package org.invigil.server.streams;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.invigil.server.nodes.NodeChannel;
import org.invigil.server.nodes.Nodes;
import org.invigil.server.store.ParkRow;
import org.invigil.server.store.ParkedScores;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Running scores that are left behind, beside the word which node has their session. */
@Component
class StreamParks implements ParkedScores {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String PARK = """
            UPDATE session_streams SET parks = parks + 1, parked_epoch = row.epoch, parked_state = row.parked_state
            FROM json_to_recordset(?::json) AS row(session_id uuid, epoch bigint, parked_state jsonb)
            WHERE session_streams.session_id = row.session_id
              AND coalesce(session_streams.parked_epoch, row.epoch) <= row.epoch
            RETURNING session_streams.asked_by
            """;

    private final Nodes nodes;

    StreamParks(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void park(JdbcClient jdbc, List<ParkRow> parks) {
        jdbc
                .sql(PARK)
                .param(JSON.writeValueAsString(parks))
                .query((row, number) -> row.getObject(1, UUID.class))
                .list()
                .stream()
                .filter(node -> node != null && !node.equals(nodes.id()))
                .distinct()
                .forEach(node -> NodeChannel.tell(jdbc, node, NodeChannel.Topic.PARKED));
    }

    @Override
    public Optional<String> find(JdbcClient jdbc, UUID sessionId) {
        return jdbc.sql("SELECT parked_state::text FROM session_streams WHERE session_id = ?")
                .param(sessionId)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(state -> state);
    }
}
