package org.invigil.server.messages;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong between staff and students. */
public final class MessageException extends ProblemException {

    private MessageException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private MessageException(FieldProblem problem) {
        super("invalid_message", "This message cannot be sent", problem);
    }

    static MessageException invalid(String field, String message) {
        return new MessageException(new FieldProblem(field, message));
    }

    static MessageException examNotFound() {
        return new MessageException(
                HttpStatus.NOT_FOUND, "not_found", "There is no exam with this id, or it is not yours to watch.");
    }

    static MessageException recipientNotFound() {
        return new MessageException(
                HttpStatus.NOT_FOUND,
                "not_found",
                "Nobody whom you watch in this exam is meant by this id. Choose whom the message is for again.");
    }

    static MessageException messageNotFound() {
        return new MessageException(
                HttpStatus.NOT_FOUND, "not_found", "There is no such message, or it is not for you.");
    }

    static MessageException sessionNotFound() {
        return new MessageException(
                HttpStatus.NOT_FOUND, "not_found", "There is no such exam session, or it is not yours.");
    }

    static MessageException tooMany(int most) {
        return new MessageException(
                HttpStatus.CONFLICT,
                "too_many_messages",
                "There are " + most
                        + " messages to this recipient already, which is as many as are kept. Nothing was sent:"
                        + " choose a smaller or another audience, or tell them in another way.");
    }

    static MessageException handGone() {
        return new MessageException(
                HttpStatus.CONFLICT,
                "hand_gone",
                "This hand is down again: the student took it down, or somebody else has answered. Nothing was sent.");
    }

    static MessageException sittingOver() {
        return new MessageException(
                HttpStatus.CONFLICT,
                "session_closed",
                "This exam is over: no hand can be raised in it any more. Ask your examiner.");
    }
}
