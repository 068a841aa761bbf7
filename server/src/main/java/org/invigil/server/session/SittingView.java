package org.invigil.server.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.exam.Question;
import org.jspecify.annotations.Nullable;

/**
 * Everything the exam page needs, again after every reload.
 *
 * @param serverTime so that the page's timer does not depend on its computer's clock
 * @param cheatScore the final one, null while active
 * @param graceMs how long after the end the server still takes answers
 */
@Schema(name = "ExamSession")
public record SittingView(
        UUID sessionId,
        UUID examId,
        String title,
        Status status,
        Instant startedAt,
        Instant endsAt,
        Instant serverTime,
        @Nullable Instant submittedAt,
        @Nullable SubmitReason submitReason,
        @Nullable Double cheatScore,
        List<Question> questions,
        List<Answer> answers,
        Capture capture,
        Evidence evidence,
        Limits limits,
        long graceMs) {

    /** Of what a student writes, the whole JSON of one request. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** Where a sitting stands. */
    public enum Status implements WireNamed {
        ACTIVE,
        SUBMITTED
    }

    /** Who ended it: the student, or the clock. */
    public enum SubmitReason implements WireNamed {
        STUDENT,
        TIME
    }

    /** How to film. */
    @Schema(name = "CaptureSettings")
    public record Capture(int width, int height, int fps, double jpegQuality) {}

    /** How to keep clips. */
    @Schema(name = "EvidenceSettings")
    public record Evidence(int clipMs, int beforeMs, int maxClipBytes) {}

    /**
     * How large an answer may be; the page tells the student before it sends.
     *
     * @param maxTextCharacters of a text, in UTF-16 units
     * @param maxBodyBytes of the request's whole body, in UTF-8
     */
    @Schema(name = "AnswerLimits")
    public record Limits(int maxTextCharacters, int maxBodyBytes) {}
}
