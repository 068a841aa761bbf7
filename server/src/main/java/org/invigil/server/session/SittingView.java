package org.invigil.server.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.invigil.rules.sitting.SittingState;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.exam.AdmissionTerms;
import org.invigil.server.exam.Question;
import org.jspecify.annotations.Nullable;

/**
 * Everything the exam page needs, again after every reload.
 *
 * @param attempt counts the sittings of this student at this exam from 1
 * @param statusSince when it came to stand so
 * @param clockStartedAt when the student's time began, null before
 * @param endsAt of one that has not begun the latest end there can be; of one that is paused the end as if it went on in the
 *     moment of pausing
 * @param serverTime so that the page's timer does not depend on its computer's clock
 * @param submittedAt null unless submitted, as is the reason
 * @param endReason why somebody ended it, in words for the student; null unless ended
 * @param cheatScore the final one, null until it is over
 * @param questions none before the clock has started
 * @param admission null unless the exam asks that somebody lets the student in
 * @param cameraRequired whether the clock starts only once a usable picture of the camera was judged
 * @param graceMs how long after the end the server still takes answers
 */
@Schema(name = "ExamSession")
public record SittingView(
        UUID sessionId,
        UUID examId,
        String title,
        int attempt,
        SittingState status,
        Instant statusSince,
        Instant startedAt,
        @Nullable Instant clockStartedAt,
        Instant endsAt,
        Instant serverTime,
        @Nullable Instant submittedAt,
        @Nullable SubmitReason submitReason,
        @Nullable String endReason,
        @Nullable Double cheatScore,
        List<Question> questions,
        List<Answer> answers,
        Capture capture,
        Evidence evidence,
        Limits limits,
        @Nullable AdmissionTerms admission,
        boolean cameraRequired,
        long graceMs) {

    /** Of what a student writes, the whole JSON of one request. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** Who submitted it: the student, or the clock. */
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
