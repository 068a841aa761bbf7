package org.invigil.server.exam;

/** A policy that cannot hold: an unknown key, a wrong type or a value out of range. */
public final class InvalidPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    InvalidPolicyException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    /** Path of the field, such as {@code behaviors.absent.enter_ms}; {@code policy} for the whole. */
    public String field() {
        return field;
    }

    /** What is wrong with it, in plain words. */
    public String problem() {
        return problem;
    }

    InvalidPolicyException within(String parent) {
        return new InvalidPolicyException(parent.isEmpty() ? field : parent + "." + field, problem);
    }
}
