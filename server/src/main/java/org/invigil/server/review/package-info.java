/**
 * Looking at sessions, running and finished, and deciding: who sat what, how focus went, which incidents and clips there are, and
 * what people say of them. Row-level security decides who sees what. Owns {@code incident_decisions}, {@code session_decisions},
 * {@code review_comments}, {@code review_assignments}, {@code review_presence}, {@code review_samples} and {@code review_cases}; the
 * last two are written by the database itself, see {@code V19__review_decisions.sql}.
 *
 * <p>Threads: the request's. Bounds: a page of sessions or of the queue, a number of score points, the comments of one sitting,
 * whatever is asked for.
 */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "observe",
            "problem",
            "identity",
            "exam",
            "session",
            "streams",
            "store",
            "evidence",
            "hints",
            "watch"
        })
@NullMarked
package org.invigil.server.review;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
