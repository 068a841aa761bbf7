package org.invigil.server.setup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.invigil.server.exam.ExamInput;
import org.invigil.server.exam.ExamInput.OptionInput;
import org.invigil.server.exam.ExamInput.QuestionInput;
import org.invigil.server.exam.Exams;
import org.invigil.server.exam.Question.Kind;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.PersonRole;
import org.invigil.server.identity.Profiles;
import org.springframework.stereotype.Component;

/** Accounts with known passwords and an exam that is open, for trying Invigil out. */
@Component
class DemoContent {

    record Account(String username, String password, String displayName, Set<PersonRole> roles) {}

    /** Named in the README; everybody knows them. */
    static final List<Account> ACCOUNTS = List.of(
            new Account("admin", "invigil-admin", "Ada Admin", Set.of(PersonRole.ADMIN)),
            new Account(
                    "proctor", "invigil-proctor", "Petra Proctor", EnumSet.of(PersonRole.PROCTOR, PersonRole.REVIEWER)),
            new Account("student1", "invigil-student1", "Sam Student", Set.of(PersonRole.STUDENT)),
            new Account("student2", "invigil-student2", "Sara Student", Set.of(PersonRole.STUDENT)),
            new Account("student3", "invigil-student3", "Sofia Student", Set.of(PersonRole.STUDENT)));

    private static final String TITLE = "Sample exam: how the world works";
    private static final Duration OPEN_SINCE = Duration.ofHours(1);
    private static final Duration OPEN_FOR = Duration.ofDays(30);

    private final Profiles profiles;
    private final Exams exams;
    private final Clock clock;

    DemoContent(Profiles profiles, Exams exams, Clock clock) {
        this.profiles = profiles;
        this.exams = exams;
        this.clock = clock;
    }

    /** Adds what is missing, and opens the sample exam anew. */
    void install() {
        for (Account account : ACCOUNTS) {
            if (profiles.findByUsername(account.username()).isEmpty()) {
                profiles.create(
                        Actor.SYSTEM, account.username(), account.displayName(), account.roles(), account.password());
            }
        }
        Instant opensAt = clock.instant().minus(OPEN_SINCE);
        Instant closesAt = clock.instant().plus(OPEN_FOR);
        boolean known = exams.reopen(Actor.SYSTEM, TITLE, opensAt, closesAt);
        if (!known) {
            exams.create(Actor.SYSTEM, sampleExam(opensAt, closesAt));
        }
    }

    private static ExamInput sampleExam(Instant opensAt, Instant closesAt) {
        return new ExamInput(
                TITLE,
                "Eight questions about everyday science. There is no grade: look around, turn away, leave the room, and"
                        + " watch what the score makes of it.",
                opensAt,
                closesAt,
                45,
                List.of(
                        choice(
                                "Why do we see lightning before we hear the thunder?",
                                "Light travels faster than sound",
                                "Thunder starts later than the lightning",
                                "Sound has to bounce off the clouds first",
                                "Our eyes react faster than our ears"),
                        several("Which of these are mammals?", "Dolphin", "Bat", "Penguin", "Platypus", "Salamander"),
                        choice(
                                "A bottle of water is frozen. What happens to its volume?",
                                "It grows by about 9 %",
                                "It shrinks by about 9 %",
                                "It stays the same",
                                "It depends on the bottle"),
                        text("In two or three sentences: why is it warmer in summer than in winter?"),
                        several(
                                "Which of these give off light of their own?",
                                "The Sun",
                                "A candle",
                                "The Moon",
                                "A firefly",
                                "Venus"),
                        choice(
                                "A fair coin has shown heads five times in a row. How likely is heads now?",
                                "1/2",
                                "1/6",
                                "1/32",
                                "5/6"),
                        choice("How many minutes does sunlight take to reach the Earth, roughly?", "8", "1", "60", "0"),
                        text("Describe an experiment that shows that plants need light.")),
                Map.of(),
                null);
    }

    private static QuestionInput choice(String prompt, String... options) {
        return new QuestionInput(null, Kind.SINGLE_CHOICE, prompt, options(options));
    }

    private static QuestionInput several(String prompt, String... options) {
        return new QuestionInput(null, Kind.MULTIPLE_CHOICE, prompt, options(options));
    }

    private static QuestionInput text(String prompt) {
        return new QuestionInput(null, Kind.TEXT, prompt, List.of());
    }

    private static List<OptionInput> options(String... texts) {
        List<OptionInput> options = new java.util.ArrayList<>();
        for (String text : texts) {
            options.add(new OptionInput(String.valueOf((char) ('a' + options.size())), text));
        }
        return options;
    }
}
