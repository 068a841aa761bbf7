/**
 * The running score of each session, on the one node that has its stream: applies the rules to frames, gives incidents and
 * clips their ids, hands rows to the store. Owns {@code session_streams}: which node scores a session. The newest
 * connection wins, wherever it is; the node before leaves its state behind.
 *
 * <p>Threads: sessions are scored on the caller's thread, one frame of a session at a time; one virtual thread looks for
 * sessions that other nodes have taken. Bounds: one small state for each active session that this node has seen.
 */
@ApplicationModule(allowedDependencies = {"database", "identity", "exam", "session", "nodes", "store"})
@NullMarked
package org.invigil.server.streams;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
