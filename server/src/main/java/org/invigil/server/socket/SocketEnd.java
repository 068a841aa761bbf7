package org.invigil.server.socket;

import org.springframework.web.socket.CloseStatus;

/** What stands at the server's end of one socket. */
public interface SocketEnd {

    /** Ends the socket; what waits in its outbox is still sent. Never blocks, and may be called again. */
    void close(CloseStatus status);
}
