package org.invigil.server.room;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** Why nothing is said of a room. */
final class RoomException extends ProblemException {

    private RoomException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static RoomException forbidden() {
        return new RoomException(HttpStatus.FORBIDDEN, "forbidden", "Only staff can ask whether a room will fit.");
    }
}
