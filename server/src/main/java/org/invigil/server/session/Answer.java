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
 * @param version made up by the page that wrote it; never used for two texts
 * @param savedAt later with every change of this answer, whichever node's clock it is by: what is older is out of date
 */
public record Answer(UUID questionId, Value value, UUID version, Instant savedAt) {

    /** Of one text, in UTF-16 units as Java and browsers count them. */
    static final int MAX_TEXT_CHARACTERS = 100_000;

    /**
     * What was answered: the chosen options, or a text.
     *
     * @param optionIds null for a text; none chosen is an empty list
     */
    @io.swagger.v3.oas.annotations.media.Schema(name = "AnswerValue")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Value(
            @Nullable @Size(max = 20) List<String> optionIds,
            @Nullable @Size(max = MAX_TEXT_CHARACTERS) String text) {}
}
