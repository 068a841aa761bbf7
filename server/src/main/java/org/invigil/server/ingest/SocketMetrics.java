package org.invigil.server.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many students send. */
@Component
class SocketMetrics implements MeterBinder {

    private final FrameSocketHandler sockets;

    SocketMetrics(FrameSocketHandler sockets) {
        this.sockets = sockets;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("invigil.frames.sockets", sockets, FrameSocketHandler::socketCount)
                .description("frame sockets that are open on this node")
                .register(meters);
    }
}
