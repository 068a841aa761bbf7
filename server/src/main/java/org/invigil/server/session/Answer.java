package org.invigil.server.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A saved answer.
 *
 * @param revision counted by the page; an older one never replaces a newer one
 */
public record Answer(UUID questionId, Value value, long revision, Instant savedAt) {

    /**
     * What was answered: the chosen options, or a text.
     *
     * @param optionIds null for a text; none chosen is an empty list
     */
    @io.swagger.v3.oas.annotations.media.Schema(name = "AnswerValue")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Value(
            @Nullable @Size(max = 20) List<String> optionIds,
            @Nullable @Size(max = 20_000) String text) {}
}
