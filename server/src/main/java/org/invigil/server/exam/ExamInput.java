package org.invigil.server.exam;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.invigil.rules.policy.Policy;
import org.invigil.server.problem.ProblemException.FieldProblem;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * An exam as an admin writes it.
 *
 * @param policy the thresholds that differ from the default, see {@link Policy}
 * @param basedOn of a change: {@code updated_at} of the exam that the author has read; one that somebody has changed since
 *     is left as it is. Null for a new exam, and for whoever wants to write over what is there
 */
public record ExamInput(
        @NotBlank @VisibleText @Size(max = 200) String title,
        @NotNull @Size(max = 4000) String description,
        @NotNull Instant opensAt,
        @NotNull Instant closesAt,
        @Min(1) @Max(1440) int durationMinutes,
        @NotNull @Size(min = 1, max = 200) List<@Valid @NotNull QuestionInput> questions,
        @NotNull Map<String, Object> policy,
        @Nullable Instant basedOn) {

    /**
     * A question as an admin writes it; its place in the list is its position.
     *
     * @param questionId of the question that it changes, null for a new one
     * @param options of a choice, none for text
     */
    public record QuestionInput(
            @Nullable UUID questionId,
            Question.@NotNull Kind kind,
            @NotBlank @VisibleText @Size(max = 8000) String prompt,
            @NotNull @Size(max = 20) List<@Valid @NotNull OptionInput> options) {}

    /** One choice as an admin writes it. */
    public record OptionInput(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,40}", message = "must be 1 to 40 letters, digits, _ or -")
            String optionId,

            @NotBlank @VisibleText @Size(max = 2000) String text) {}

    /** What the annotations cannot say. */
    List<FieldProblem> problems() {
        List<FieldProblem> problems = new ArrayList<>();
        if (!closesAt.isAfter(opensAt)) {
            problems.add(new FieldProblem("closes_at", "must be later than opens_at"));
        }
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < questions.size(); i++) {
            QuestionInput question = questions.get(i);
            String field = "questions[" + i + "]";
            if (question.questionId() != null && !ids.add(question.questionId())) {
                problems.add(new FieldProblem(field + ".question_id", "appears twice"));
            }
            problems.addAll(optionProblems(question, field + ".options"));
        }
        return problems;
    }

    private static List<FieldProblem> optionProblems(QuestionInput question, String field) {
        if (question.kind() == Question.Kind.TEXT) {
            return question.options().isEmpty()
                    ? List.of()
                    : List.of(new FieldProblem(field, "must be empty for a text question"));
        }
        if (question.options().size() < 2) {
            return List.of(new FieldProblem(field, "must hold at least two choices"));
        }
        long distinct = question.options().stream()
                .map(OptionInput::optionId)
                .distinct()
                .count();
        if (distinct != question.options().size()) {
            return List.of(new FieldProblem(field, "must have a different option_id each"));
        }
        return List.of();
    }

    /** What is wrong with the texts of questions that are stored anew; what is stored already is left alone. */
    List<FieldProblem> textProblems() {
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            problems.addAll(sameTexts(questions.get(i).options(), "questions[" + i + "].options"));
        }
        return problems;
    }

    /** A student could not tell such options apart, and a reviewer not what was meant. */
    private static List<FieldProblem> sameTexts(List<OptionInput> options, String field) {
        List<FieldProblem> problems = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < options.size(); i++) {
            Integer first = numbers.putIfAbsent(asRead(options.get(i).text()), i + 1);
            if (first != null) {
                problems.add(new FieldProblem(
                        field + "[" + i + "].text",
                        "is the same as option " + first + ": change or remove one of them"));
            }
        }
        return problems;
    }

    /** Texts that look alike are one, however their accents are written. */
    private static String asRead(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    /** The questions with their positions, and new ids for those that have none. */
    List<Question> toQuestions() {
        List<Question> result = new ArrayList<>(questions.size());
        for (QuestionInput question : questions) {
            result.add(new Question(
                    question.questionId() == null ? UUID.randomUUID() : question.questionId(),
                    result.size() + 1,
                    question.kind(),
                    question.prompt(),
                    question.options().stream()
                            .map(option -> new Question.Option(option.optionId(), option.text()))
                            .toList()));
        }
        return result;
    }

    /** As it is stored, to the millisecond. */
    Instant storedOpensAt() {
        return opensAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** As it is stored, to the millisecond. */
    Instant storedClosesAt() {
        return closesAt.truncatedTo(ChronoUnit.MILLIS);
    }
}
