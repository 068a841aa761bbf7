package org.invigil.server.exam;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One question of an exam.
 *
 * @param position from 1
 * @param options in the order they are shown; empty for {@link Kind#TEXT}
 */
public record Question(UUID questionId, int position, Kind kind, String prompt, List<Option> options) {

    /** How a question is answered. */
    public enum Kind {
        SINGLE_CHOICE,
        MULTIPLE_CHOICE,
        TEXT;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One choice.
     *
     * @param optionId unique within its question
     */
    public record Option(String optionId, String text) {}
}
