package org.invigil.server.ingest;

import java.util.Set;
import java.util.UUID;
import org.invigil.server.devices.Devices;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Closes frame sockets of devices on which the sitting does not go on any more, also where it was another node that was told: one
 * question to the database for all sockets of this node every few seconds.
 */
@Component
class DeviceWatch {

    private static final long LOOK_MILLIS = 3_000;

    private final FrameSocketHandler sockets;
    private final Devices devices;
    private final ActorTransactions transactions;

    DeviceWatch(FrameSocketHandler sockets, Devices devices, ActorTransactions transactions) {
        this.sockets = sockets;
        this.devices = devices;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = LOOK_MILLIS)
    void look() {
        Set<UUID> ids = sockets.sessionIds();
        if (ids.isEmpty()) {
            return;
        }
        try {
            transactions
                    .run(Actor.SYSTEM, jdbc -> devices.of(jdbc, ids))
                    .forEach((sessionId, ruling) -> sockets.goesOnOn(sessionId, ruling.deviceId()));
        } catch (DataAccessException | TransactionException e) {
            return; // nobody is cut off because the database is away; the next look asks again
        }
    }
}
