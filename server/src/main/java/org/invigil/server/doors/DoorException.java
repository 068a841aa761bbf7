package org.invigil.server.doors;

import java.util.List;
import org.invigil.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Why a body is not taken in. */
final class DoorException extends ProblemException {

    private DoorException(HttpStatus status, String code, String detail, @Nullable Throwable cause) {
        super(status, code, detail, List.of(), cause);
    }

    static DoorException tooLarge(int maxBytes) {
        return new DoorException(
                HttpStatus.CONTENT_TOO_LARGE,
                "payload_too_large",
                "This address takes at most " + maxBytes / 1024 + " KiB at once. Send less.",
                null);
    }

    /** Not a fault of the server: it is logged nowhere and counted. */
    static DoorException busy() {
        return new DoorException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The server takes in as much as it can just now. Try again in a moment.",
                null);
    }

    static DoorException notArrived(Throwable cause) {
        return new DoorException(
                HttpStatus.REQUEST_TIMEOUT,
                "request_timeout",
                "The request did not arrive whole in time. Send it again.",
                cause);
    }
}
