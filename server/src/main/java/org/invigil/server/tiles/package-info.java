/**
 * Tiles: a still a second of each student whom somebody watches, at the socket {@code /tiles}. The page says which sessions are
 * on its screen; of these, and of no other, the newest frame that was looked at is kept in memory, and sent as it came. What is
 * watched at another node than the student's goes there through one row a session that is written over. Nothing is ever kept:
 * a still is gone with its last watcher, and its row seconds later. Owns {@code tile_watches} and {@code tile_stills}.
 *
 * <p>Threads: stills are offered on the analysing threads and replace each other; one scheduled tick puts them into the
 * outboxes of who watches; one virtual thread exchanges them with other nodes, and sleeps while nobody watches. Bounds:
 * {@code TileSocketHandler.MAX_WATCHERS} sockets, {@code TileSocketHandler.MAX_SESSIONS} sessions each, one still a session; a
 * watcher who does not keep up gets fewer stills, never older ones.
 */
@ApplicationModule(allowedDependencies = {"problem", "identity", "session", "nodes", "socket", "database"})
@NullMarked
package org.invigil.server.tiles;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
