/**
 * What every WebSocket of the server shares: the handshake with its check of the origin, an outbox that a slow reader
 * cannot block, and the end of sockets whose sign-in has ended, or all of them when the server stops ({@code SocketHandler}).
 *
 * <p>Threads: an outbox sends on the thread of whoever offers, or that hears that the socket takes more; one virtual thread closes a
 * socket; one scheduled look at the sign-ins. Bounds: the capacity of each outbox; a send that takes longer than
 * {@code Outbox.SEND_TIMEOUT_MILLIS} ends the socket.
 */
@ApplicationModule(allowedDependencies = {"identity", "problem"})
@NullMarked
package org.invigil.server.socket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
