package org.invigil.server.problem;

import org.invigil.rules.wire.WireNamed;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** The codes that every route shares, one a status. */
public enum CommonProblem implements WireNamed {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not what this call expects."),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Sign in first."),
    FORBIDDEN(HttpStatus.FORBIDDEN, "Your account may not do this."),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here, or it is not yours to see."),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This address does not take that method."),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "This address answers in JSON only."),
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request did not arrive whole in time. Send it again."),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large."),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body as the documented media type."),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The server cannot do this just now. Try again in a moment."),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The server failed. It has been logged; try again.");

    private final HttpStatus status;
    private final String detail;

    CommonProblem(HttpStatus status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    public Problem problem() {
        return problem(detail);
    }

    public Problem problem(String ownDetail) {
        return Problem.of(status, wireName(), ownDetail);
    }

    /** The problem of a bare status; of the class of the status where it has none of its own. */
    static CommonProblem of(HttpStatusCode status) {
        for (CommonProblem candidate : values()) {
            if (candidate.status.value() == status.value()) {
                return candidate;
            }
        }
        return status.is4xxClientError() ? INVALID_REQUEST : INTERNAL;
    }
}
