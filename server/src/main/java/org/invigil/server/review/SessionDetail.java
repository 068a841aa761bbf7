package org.invigil.server.review;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Set;
import org.invigil.rules.policy.Accommodation;
import org.invigil.server.evidence.Clip;
import org.invigil.server.exam.Question;
import org.invigil.server.hints.Hint;
import org.invigil.server.session.Answer;

/**
 * A session as its own page shows it: the line of the list, and all that belongs to it.
 *
 * @param accommodations of the policy that the exam had when the session started
 * @param hints what staff should know of the sitting and what counts for nothing, oldest first; its student reads them too
 * @param mayReadAnswers false for who watches and does not review: {@code answers} is empty then, whatever was written
 */
record SessionDetail(
        @JsonUnwrapped SessionSummary summary,
        Set<Accommodation> accommodations,
        List<IncidentView> incidents,
        List<Clip> clips,
        List<Hint> hints,
        List<Question> questions,
        List<Answer> answers,
        boolean mayReadAnswers) {}
