/**
 * The frame socket {@code /analyze}: settles at the handshake who may send, checks every frame, hands it to the analyser
 * and answers. A bad frame gets a typed error and a counter; the session lives on. {@code FrameWay} is the whole way of a frame.
 *
 * <p>A picture of the camera check, before an exam, is looked at by itself and forgotten ({@code CameraCheckController}); one at a time
 * and one a second of each account ({@code CameraCheckLimit}).
 *
 * <p>The handshake decides and keeps a place in the analyser; the session is made this node's once its socket is open.
 *
 * <p>Threads: frames are received on the container's threads and answered on the analysing threads through an outbox,
 * so that neither ever waits for a browser; one virtual thread a new socket takes the session over, {@code
 * StreamTakeover.AT_ONCE} at a time; one scheduled beat, twice a second, looks after all sockets ({@code HeartBeat}).
 * Bounds: one socket a session, one message of at most {@code FrameLimits.MAX_MESSAGE_BYTES} being put together a socket,
 * {@code FrameLimits.OUTBOX_MESSAGES} answers waiting; what was asked of 20,000 students ({@code HeadTurns}); a socket from which nothing comes for {@code
 * FrameLimits.SILENCE_MILLIS} is closed.
 */
@ApplicationModule(
        allowedDependencies = {
            "observe",
            "problem",
            "identity",
            "session",
            "devices",
            "hints",
            "streams",
            "store",
            "analysis",
            "socket",
            "admission",
            "tiles",
            "watch",
            "memory"
        })
@NullMarked
package org.invigil.server.ingest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
