/**
 * Scores and incidents as they are kept: one row per ten frames through a batch sink, incidents as they open, grow and
 * close, and what is gathered of the next row. Also takes the scores of analysers that run elsewhere. Owns
 * {@code cheat_scores}, {@code unfinished_scores} and {@code incidents}.
 *
 * <p>Threads: one platform thread writes to the database. Bounds: the sink holds at most
 * {@code invigil.scoring.sink.capacity} rows, drops beyond that are counted, and one unfinished row of each session.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "exam", "session"})
@NullMarked
package org.invigil.server.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
