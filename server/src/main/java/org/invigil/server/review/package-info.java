/**
 * Reading sessions, running and finished: who sat what, how focus went, which incidents and clips there are. Staff see
 * all, a student their own; row-level security decides. Owns no table and writes none.
 *
 * <p>Threads: the request's. Bounds: a page of sessions, and a number of score points, whatever is asked for.
 */
@ApplicationModule(
        allowedDependencies = {"database", "problem", "identity", "exam", "session", "streams", "store", "evidence"})
@NullMarked
package org.invigil.server.review;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
