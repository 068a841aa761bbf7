package org.invigil.server.exam;

import java.util.List;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;

/**
 * One question of an exam.
 *
 * @param position from 1
 * @param options in the order they are shown; empty for {@link Kind#TEXT}
 */
public record Question(UUID questionId, int position, Kind kind, String prompt, List<Option> options) {

    /** How a question is answered. */
    public enum Kind implements WireNamed {
        SINGLE_CHOICE,
        MULTIPLE_CHOICE,
        TEXT
    }

    /**
     * One choice.
     *
     * @param optionId unique within its question
     */
    public record Option(String optionId, String text) {}
}
