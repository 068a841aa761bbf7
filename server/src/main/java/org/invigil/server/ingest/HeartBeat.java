package org.invigil.server.ingest;

import java.time.Duration;
import java.time.Instant;
import org.invigil.server.session.StudentHeard;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/**
 * Both directions of every frame socket, twice a second: a page to which nothing was sent hears that the server is there, the
 * rest of the server hears which students were heard, and a socket from which nothing comes any more is closed. TCP alone
 * notices a line that died without a word only after many minutes.
 */
@Component
class HeartBeat {

    private static final long BEAT_MILLIS = 500;

    private final FrameSocketHandler sockets;
    private final ApplicationEventPublisher events;

    HeartBeat(FrameSocketHandler sockets, ApplicationEventPublisher events) {
        this.sockets = sockets;
        this.events = events;
    }

    @Scheduled(fixedRate = BEAT_MILLIS)
    void beat() {
        beat(System.nanoTime());
    }

    synchronized void beat(long nowNanos) {
        sockets.forEach(connection -> {
            Instant heardAt = connection.pulse().takeHeardAt();
            if (heardAt != null) {
                events.publishEvent(new StudentHeard(connection.session(), heardAt, true));
            }
            Duration silence = Duration.ofNanos(nowNanos - connection.pulse().heardAtNanos());
            if (silence.toMillis() > FrameLimits.SILENCE_MILLIS) {
                connection.close(CloseStatus.SESSION_NOT_RELIABLE);
            } else {
                connection.answers().beat();
            }
        });
    }
}
