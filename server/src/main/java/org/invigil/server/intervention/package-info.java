/**
 * What staff do to a sitting while it goes on: pause, resume, more time, end, each with a reason from a fixed catalogue of two
 * levels. Owns {@code interventions}: who did what, when and why, in the words that the student reads too.
 *
 * <p>The sitting itself is changed by {@code session.SittingControl}, in the transaction that keeps the intervention: neither is
 * there without the other. Threads: those of the requests. Bounds: {@code Interventions.MOST} for each session.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "session"})
@NullMarked
package org.invigil.server.intervention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
