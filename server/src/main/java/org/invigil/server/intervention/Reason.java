package org.invigil.server.intervention;

import org.invigil.rules.wire.WireNamed;

/**
 * Why somebody steps in: the second of two levels, under a {@link Category}. The catalogue is fixed, so that reasons can be
 * counted; what it has no word for is {@link #OTHER}, which needs a note.
 */
public enum Reason implements WireNamed {
    NETWORK(Category.TECHNICAL, "a problem with the network"),
    CAMERA(Category.TECHNICAL, "a problem with the camera"),
    DEVICE(Category.TECHNICAL, "a problem with the computer"),
    EXAM_SYSTEM(Category.TECHNICAL, "a problem with the exam system"),

    NOISE(Category.ENVIRONMENT, "noise"),
    INTERRUPTION(Category.ENVIRONMENT, "an interruption from outside"),
    ROOM(Category.ENVIRONMENT, "the room"),

    HEALTH(Category.STUDENT, "your well-being"),
    BREAK(Category.STUDENT, "a break"),
    STUDENT_REQUEST(Category.STUDENT, "your own request"),

    IDENTITY(Category.RULES, "a check of who is sitting the exam"),
    MATERIALS(Category.RULES, "a question about what may be used"),
    CONDUCT(Category.RULES, "a question about the rules of the exam"),

    ACCOMMODATION(Category.ORGANISATION, "an accommodation that you have"),
    QUESTIONS(Category.ORGANISATION, "a correction of the questions"),
    SCHEDULE(Category.ORGANISATION, "the schedule of the exam"),
    RESOLVED(Category.ORGANISATION, "what stopped it, which is settled"),

    OTHER(Category.OTHER, "another reason");

    /** The first level. None of them says that somebody is guilty of anything. */
    public enum Category implements WireNamed {
        TECHNICAL,
        ENVIRONMENT,
        STUDENT,
        RULES,
        ORGANISATION,
        OTHER
    }

    private final Category category;
    private final String words;

    Reason(Category category, String words) {
        this.category = category;
        this.words = words;
    }

    public Category category() {
        return category;
    }

    /** In plain words to the student, such as can follow "because of". */
    String words() {
        return words;
    }
}
