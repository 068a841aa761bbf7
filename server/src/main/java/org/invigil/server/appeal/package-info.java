/**
 * Appeals: what a student reads about the decision on a sitting, what they answer to it, and what somebody else than the
 * first reviewers decides on that. Owns {@code appeals}, {@code appeal_answers} and {@code appeal_decisions}.
 *
 * <p>Words are saved as they are typed, against the version that their writer saw; one appeal has one decision. While an
 * appeal is open, retention keeps what it is about, and no first decision changes any more.
 *
 * <p>Threads: the request's. Bounds: one appeal a sitting, one answer an incident, 4,000 characters a text, 200 answers a
 * request; a page of appeals.
 */
@ApplicationModule(
        allowedDependencies = {"database", "observe", "problem", "identity", "exam", "session", "evidence", "review"})
@NullMarked
package org.invigil.server.appeal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
