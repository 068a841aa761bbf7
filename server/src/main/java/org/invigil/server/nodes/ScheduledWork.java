package org.invigil.server.nodes;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.springframework.stereotype.Component;

/** Work that one node does for all. */
@Component
public class ScheduledWork {

    private final LockProvider locks;
    private final Clock clock;

    ScheduledWork(LockProvider locks, Clock clock) {
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * Does the work, unless another node is at it or has just done it.
     *
     * @param name of the lock
     * @param once no node does it again before so much time is over
     * @param atMost after this the node that has the lock counts as dead
     * @return whether it was done here
     * @throws org.springframework.dao.DataAccessException if the database is away
     */
    public boolean runOnce(String name, Duration once, Duration atMost, Runnable work) {
        Optional<SimpleLock> lock = locks.lock(new LockConfiguration(clock.instant(), name, atMost, once));
        if (lock.isEmpty()) {
            return false;
        }
        try {
            work.run();
        } finally {
            lock.get().unlock();
        }
        return true;
    }
}
