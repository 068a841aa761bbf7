/**
 * Takes frames to {@code vision}, the only module that does. Each session has one {@link
 * org.invigil.server.analysis.FrameLane} with room for a single frame: the newest wins, what it replaces is counted.
 *
 * <p>Threads: a fixed pool ({@code invigil.analysis.threads}, default one a core), each with an engine of its own; lanes
 * are served round-robin, one frame a turn, so that no student starves another. Results are handed over on these threads
 * and must be taken without blocking. Bounds: {@code invigil.analysis.max-sessions} lanes, one frame a lane.
 */
@ApplicationModule(allowedDependencies = {"observe"})
@NullMarked
package org.invigil.server.analysis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
