package org.invigil.server.review;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.invigil.server.evidence.Clip;
import org.invigil.server.exam.Question;
import org.invigil.server.session.Answer;

/** A session as its own page shows it: the line of the list, and all that belongs to it. */
record SessionDetail(
        @JsonUnwrapped SessionSummary summary,
        List<Incident> incidents,
        List<Clip> clips,
        List<Question> questions,
        List<Answer> answers) {}
