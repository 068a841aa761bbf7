/**
 * One student sitting one exam: start, autosaved answers, submit by hand or by time. Owns {@code exam_sessions} and
 * {@code answers}.
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
