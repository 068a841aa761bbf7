package org.invigil.rules.policy;

/** A policy that cannot hold: an unknown key, a wrong type or a value out of range. */
public final class InvalidPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    /**
     * @param field path of the field, as far as it is known
     * @param problem in plain words
     */
    public InvalidPolicyException(String field, String problem) {
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

    /** The same, seen from outside of the record that has the field. */
    public InvalidPolicyException within(String parent) {
        return new InvalidPolicyException(parent.isEmpty() ? field : parent + "." + field, problem);
    }
}
