/**
 * How long a start takes on a folder that is there already, from the command to "ready", by the launcher and in parts.
 *
 * <p>Threads: the calling one, and a daemon that reads the output of the start in hand. Bounds: one server at a time, runs as
 * the command line says, each wait has a limit.
 */
@NullMarked
package org.invigil.bench.start;

import org.jspecify.annotations.NullMarked;
