package org.invigil.server.store;

import java.util.List;
import java.util.Optional;
import org.invigil.rules.score.ScoreState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running score as its node leaves it when the student's connection ends, in {@code session_streams.parked_state}: the
 * node that takes over goes on as if nothing had happened, open incidents and calibration included.
 *
 * @param nextBatchSeq of the row that would have come next; where a later row is stored, this state is out of date
 * @param open incidents that have not ended
 * @param incidentCount of the whole session, open ones included
 */
public record ParkedScore(long nextBatchSeq, ScoreState state, List<OpenIncident> open, int incidentCount) {

    private static final Logger log = LoggerFactory.getLogger(ParkedScore.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** Empty if it was written by a version that kept something else: rows are enough to go on. */
    static Optional<ParkedScore> fromJson(String json) {
        try {
            return Optional.of(JSON.readValue(json, ParkedScore.class));
        } catch (JacksonException e) {
            log.info("A parked score of another version is left alone: {}", e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
