/**
 * {@code ./invigil export}: the stored scores of a session, an exam or all, with the raw signals of each frame, as JSON lines.
 * Runs as a command beside the server and no part of it; owns no table.
 *
 * <p>Threads: the command's own. Bounds: sessions and rows are read a part at a time, so that memory does not grow with what
 * is exported; a database that is silent for five minutes is given up.
 */
@ApplicationModule(allowedDependencies = {"command", "database", "identity", "store", "system", "watch"})
@NullMarked
package org.invigil.server.export;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
