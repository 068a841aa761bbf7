/**
 * How much of each sitting is watched, and why the rest is not: counts the time in which a sitting is active, opens and closes the
 * incident {@code unwatched}, and begins sittings whose exam asks for a picture of the camera first ({@code CameraStart}). What
 * counts as watched is decided by the pure rules of {@code org.invigil.rules.watch}. Owns {@code session_watches}.
 *
 * <p>One node counts a sitting at a time: the one with the camera's socket, else one with a page of the student, by a lease in the
 * sitting's row. A node that hears neither lets go of it. Where no node does, one of them counts the time as an outage ({@code WatchSweep}). A node that dies leaves at most
 * {@code WatchRows.LEASE} to that.
 *
 * <p>Threads: told on the threads of sockets and analysis, without waiting; one virtual thread ticks once a second, one writes rows,
 * six times a minute and sitting. Bounds: one small state for each sitting that this node hears of and that is not over.
 */
@ApplicationModule(allowedDependencies = {"database", "identity", "exam", "session", "nodes", "store"})
@NullMarked
package org.invigil.server.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
