package org.invigil.server.ingest;

import java.util.List;
import org.invigil.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What can go wrong at the camera check. */
public final class IngestException extends ProblemException {

    private static final long RETRY_SECONDS = 10;

    private final @Nullable Long retryAfterSeconds;

    private IngestException(HttpStatus status, String code, String detail, @Nullable Long retryAfterSeconds) {
        super(status, code, detail, List.of(), null);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The picture is none that can be looked at. */
    static IngestException badFrame(FrameErrorCode code) {
        return new IngestException(HttpStatus.UNPROCESSABLE_CONTENT, code.wireName(), code.message(), null);
    }

    static IngestException tooManyLooks() {
        return new IngestException(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_looks",
                "One picture a second of each account is looked at, one after the other. Wait a second and send the next.",
                CameraCheckLimit.PAUSE.toSeconds());
    }

    static IngestException noTime() {
        return new IngestException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "no_room",
                "The server has no time to look at your camera's picture now. That is no matter: go on without.",
                RETRY_SECONDS);
    }

    @Override
    public @Nullable Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
