package org.invigil.server.evidence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every few seconds whether a clip could be stored, however often anybody asks. */
@Component
class ClipStoreWatch implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ClipStoreWatch.class);
    private static final long PAUSE_MILLIS = 5_000;

    private final ClipStore store;
    private volatile boolean reached;
    private volatile boolean up;
    private boolean outageTold;

    ClipStoreWatch(ClipStore store, MeterRegistry meters) {
        this.store = store;
        Gauge.builder("invigil.clips.store.up", this, watch -> watch.up ? 1 : 0)
                .description("1 while clips can be stored, else 0")
                .register(meters);
    }

    /** Whether clips can be stored now. */
    boolean isUp() {
        return up;
    }

    /** Whether the store was ever reached since the start. */
    boolean wasReached() {
        return reached;
    }

    /** The first look is over before the web server answers. */
    @Override
    public void afterSingletonsInstantiated() {
        look();
    }

    @Scheduled(initialDelay = PAUSE_MILLIS, fixedDelay = PAUSE_MILLIS)
    synchronized void look() {
        try {
            store.check();
            up = true;
            reached = true;
            if (outageTold) {
                log.info("Clips can be stored again");
            }
            outageTold = false;
        } catch (IOException | RuntimeException e) {
            up = false;
            if (!outageTold) { // said once, not every few seconds
                log.error(
                        "Clips cannot be stored just now; {}: {}",
                        reached ? "browsers keep theirs and try again" : "this node is not ready until they can",
                        e.getMessage());
            }
            outageTold = true;
        }
    }
}
