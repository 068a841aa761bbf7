package org.invigil.server.doors;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** Why a body is not taken in. */
final class DoorException extends ProblemException {

    private DoorException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static DoorException tooLarge(int maxBytes) {
        return new DoorException(
                HttpStatus.CONTENT_TOO_LARGE,
                "payload_too_large",
                "This address takes at most " + maxBytes / 1024 + " KiB at once. Send less.");
    }

    /** The budget of the node is used up; it passes as soon as others are answered. */
    static DoorException busy() {
        return new DoorException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The server takes in as much as it can just now. Try again in a moment.");
    }
}
