/**
 * Slow and large requests against a server of our own on this machine, while one student goes on sitting an exam.
 *
 * <p>Threads: one for all slow connections (they are channels that one loop writes to), a virtual one for each large body
 * and for the student. Bounds: connections and bodies as the command line says, each wait has a limit, and the server that
 * is loaded is always the one that was started here.
 */
@NullMarked
package org.invigil.bench.doors;

import org.jspecify.annotations.NullMarked;
