/**
 * From what a frame shows to what it means: focus score, behaviours, incidents, the wish for a clip, the cheat score.
 * The rules ({@code Scorer} and what it calls) are pure functions of state, signal, time and policy. Around them stand
 * {@code SessionScores}, which keeps the state of each running session, and the batch sink, which stores one row per ten
 * frames. Owns {@code cheat_scores}, {@code unfinished_scores} (what is gathered of the next row), {@code incidents} and
 * {@code session_streams}: which node scores a session. The newest
 * connection wins, wherever it is; the node before leaves its state behind.
 *
 * <p>Threads: sessions are scored on the caller's thread, one frame of a session at a time; one platform thread writes
 * to the database, one virtual thread looks for sessions that other nodes have taken. Bounds: one small state for each active session that this node has seen; the sink holds at most
 * {@code invigil.scoring.sink.capacity} rows, drops beyond that are counted, and one unfinished row of each session.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "exam", "session", "nodes"})
@NullMarked
package org.invigil.server.scoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
