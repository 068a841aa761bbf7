/**
 * One student sitting one exam: start, autosaved answers, submit by hand or by time. Owns {@code exam_sessions}, {@code
 * session_state_changes} and {@code answers}.
 *
 * <p>Which state of a sitting may follow which stands in {@code SittingState}, its time in {@code SittingClock}; both are
 * pure, and the states stand with the rules. {@code SittingTransitions} alone changes a state, and publishes a {@code SessionChanged} for each change.
 *
 * <p>Threads: the deadline sweep runs on Spring's scheduler, on one node for all, and locks each session it
 * submits. Bounds: a sweep ends
 * after 200 sessions and goes on at its next turn; a text holds 100,000 characters.
 */
@ApplicationModule(allowedDependencies = {"database", "observe", "problem", "identity", "exam", "nodes"})
@NullMarked
package org.invigil.server.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
