/**
 * The load generator: real sign-in, real sockets, real frames against a real server.
 *
 * <p>Threads: one virtual thread a student paces its sends; replies arrive on the HTTP client's threads. Bounds: the
 * frames are decoded once and shared, one histogram for all students, and every wait has a limit.
 */
@NullMarked
package org.invigil.bench.load;

import org.jspecify.annotations.NullMarked;
