/**
 * {@code ./invigil backup} and {@code ./invigil restore}: the whole database and all clips into one folder, while exams
 * run, and from there into an empty installation, on another machine and under a newer schema too. Runs as a command
 * beside the server and no part of it; owns no table.
 *
 * <p>Which tables are kept is not written down here: all there are, but for the few in {@code Tables.LEFT_OUT}. So the
 * table of a later migration is in the next backup by itself.
 *
 * <p>Threads: the command's own. Bounds: rows and clips are streamed; the list of clips is a file, not a list in memory;
 * rows go back in parts, so that PostgreSQL's queue of reference checks stays small; a database that is silent for five
 * minutes (a restore: half an hour) is given up.
 */
@ApplicationModule(allowedDependencies = {"command", "database", "evidence", "identity", "system"})
@NullMarked
package org.invigil.server.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
