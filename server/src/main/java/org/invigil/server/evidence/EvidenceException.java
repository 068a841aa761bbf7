package org.invigil.server.evidence;

import java.util.List;
import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong with clips. */
public final class EvidenceException extends ProblemException {

    private static final String NOT_REQUESTED = "clip_not_requested";

    private EvidenceException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private EvidenceException(HttpStatus status, String code, String detail, Throwable cause) {
        super(status, code, detail, List.of(), cause);
    }

    /** Whether sending the same clip again never helps, and it is known whose it is. A request may still come to be known. */
    boolean isFinal() {
        return status() != HttpStatus.SERVICE_UNAVAILABLE
                && status() != HttpStatus.NOT_FOUND
                && !code().equals("clip_id_taken")
                && !code().equals(NOT_REQUESTED);
    }

    /** For somebody else's clip or session too: that it exists is not told. */
    static EvidenceException notFound() {
        return new EvidenceException(
                HttpStatus.NOT_FOUND, "not_found", "There is no such clip or session, or it is not yours.");
    }

    static EvidenceException uploadsClosed() {
        return new EvidenceException(
                HttpStatus.CONFLICT,
                "uploads_closed",
                "This exam was submitted too long ago to take clips. Tell your examiner if one is missing.");
    }

    static EvidenceException tooLarge(long maxBytes) {
        return new EvidenceException(
                HttpStatus.CONTENT_TOO_LARGE, "clip_too_large", "A clip holds at most " + maxBytes + " bytes.");
    }

    static EvidenceException brokenForm(Throwable cause) {
        return new EvidenceException(
                HttpStatus.BAD_REQUEST,
                "invalid_request",
                "The upload is no whole multipart/form-data body. Send it again.",
                cause);
    }

    static EvidenceException notWebm() {
        return new EvidenceException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "not_webm",
                "The file is no WebM video. Send the recording from its first byte on.");
    }

    static EvidenceException checksumMismatch() {
        return new EvidenceException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "checksum_mismatch",
                "The file does not have the SHA-256 that was announced. Send it again.");
    }

    static EvidenceException tooMany(int max) {
        return new EvidenceException(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_clips",
                "This session already holds all " + max + " clips that it may; no more are kept.");
    }

    static EvidenceException notRequested(int max) {
        return new EvidenceException(
                HttpStatus.CONFLICT,
                NOT_REQUESTED,
                "Nobody has asked for this clip, as far as is known, and this session already holds " + max
                        + " of that kind. Send the clips that the record signals name, and keep this one for some minutes if one does.");
    }

    static EvidenceException idTaken() {
        return new EvidenceException(
                HttpStatus.CONFLICT, "clip_id_taken", "Another clip has this id. Use the id of the record signal.");
    }

    static EvidenceException storageUnavailable(Throwable cause) {
        return new EvidenceException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "storage_unavailable",
                "Clips cannot be stored or read just now. Keep the clip and try again in a moment.",
                cause);
    }
}
