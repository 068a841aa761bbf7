/**
 * The dashboard's socket {@code /live}: a snapshot of everyone who sits an exam, then what changed, at most twice a
 * second. Fed by scoring, by the events of sessions, students heard, stored clips and hints of this node, and by the boards of other nodes
 * ({@code BoardExchange}); the database is asked when the first viewer comes, never in between ticks, and once
 * before the server is ready ({@code LiveRehearsal}). What somebody of the staff
 * has looked at is stored ({@code Looks}) and told to every viewer. Owns {@code live_boards} and {@code looks}.
 *
 * <p>Threads: changes are noted on the threads that make them; one scheduled tick builds a message for all viewers; each
 * viewer is sent to through an outbox; two virtual threads write this node's board and read the others'. Bounds: {@code
 * LiveSocketHandler.MAX_VIEWERS} sockets, {@code LiveSocketHandler.OUTBOX_MESSAGES} messages a viewer: who does not keep
 * up is closed and reconnects to a new snapshot. Sessions that are over leave after ten minutes; what happens on other nodes
 * is kept only while somebody watches.
 */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "problem",
            "identity",
            "session",
            "nodes",
            "streams",
            "store",
            "evidence",
            "hints",
            "socket",
            "watch"
        })
@NullMarked
package org.invigil.server.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
