/**
 * Takes the frames of running sessions to {@code vision} (files go there through {@code offline}, in a process of its own).
 * Each session has one {@link org.invigil.server.analysis.FrameLane} with room for a single frame: the newest wins, what it
 * replaces is counted.
 *
 * <p>Threads: a fixed pool ({@code invigil.analysis.threads}, default one a core), each with an engine of its own; lanes
 * are served round-robin, one frame a turn, so that no student starves another. What is done with a frame in its turn is
 * the lane's own ({@code FrameTurns}); it runs on these threads and must not block. A thread whose engine fails goes on with a new one; if it gets none, or the process
 * has no memory, it ends and liveness falls. Bounds: {@code invigil.analysis.max-sessions} places, taken by lanes or kept for
 * sockets that are being opened ({@code FramePlaces.KEPT_MILLIS}, one a session); one frame a lane.
 */
@ApplicationModule(allowedDependencies = {"observe", "memory"})
@NullMarked
package org.invigil.server.analysis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
