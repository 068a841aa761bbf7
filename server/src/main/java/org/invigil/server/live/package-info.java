/**
 * The staff's live view: the state of everyone who sits an exam, as a snapshot and then as deltas at most twice a
 * second. The only module that sends to dashboards.
 *
 * <p>Threads: analysis and request threads write into the board and return at once; one thread takes the deltas; each
 * dashboard has a virtual thread that sends. Bounds: one entry a session, which goes ten minutes after its end; a
 * mailbox of a few messages a dashboard, and a dashboard that does not keep up is closed and starts again with a
 * snapshot. Nothing here waits for the database or for a dashboard.
 */
@ApplicationModule(allowedDependencies = {"identity", "session", "scoring", "evidence"})
@NullMarked
package org.invigil.server.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
