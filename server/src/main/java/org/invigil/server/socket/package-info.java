/**
 * What every WebSocket of the server shares: the check of the origin, and an outbox that a slow reader cannot block.
 *
 * <p>Threads: one virtual thread a socket sends. Bounds: the capacity of each outbox; a send that takes longer than
 * {@code Outbox.SEND_TIMEOUT_MILLIS} ends the socket.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.invigil.server.socket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
