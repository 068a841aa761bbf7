package org.invigil.server.watch;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.sitting.SittingState;
import org.invigil.server.exam.PolicyReader;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.SittingControl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Begins sittings whose exam asks for a picture of the camera first, once one was judged. Where the server has no room for the camera,
 * that is not the student's fault: then they begin without.
 */
@Component
class CameraStart {

    private static final Logger log = LoggerFactory.getLogger(CameraStart.class);

    private final ActorTransactions transactions;
    private final SittingControl control;
    private final Set<UUID> ready = ConcurrentHashMap.newKeySet();

    CameraStart(ActorTransactions transactions, SittingControl control) {
        this.transactions = transactions;
        this.control = control;
    }

    /** Whether sittings begin with a picture of the camera. Where somebody lets students in, that person decides. */
    static boolean beginsWithCamera(Policy policy) {
        return policy.cameraRequired() && !policy.admission().asked();
    }

    /** Whether only the camera keeps this sitting from beginning. */
    static boolean waitsForCamera(ExamSession session) {
        return session.status() == SittingState.WAITING && beginsWithCamera(PolicyReader.read(session.policyJson()));
    }

    /** Nothing keeps it any more; it begins with the next turn. Never blocks. */
    void ready(UUID sessionId) {
        ready.add(sessionId);
    }

    /** Begins what is ready. What fails is tried again with the next picture, and keeps nobody else from beginning. */
    void turn() {
        for (UUID sessionId : Set.copyOf(ready)) {
            ready.remove(sessionId);
            try {
                begin(sessionId);
            } catch (RuntimeException e) {
                log.warn("Session {} does not begin, though its camera was seen", sessionId, e);
            }
        }
    }

    void begin(UUID sessionId) {
        Optional<SittingControl.Done> done = transactions.run(Actor.SYSTEM, jdbc -> control.keep(jdbc, sessionId)
                .filter(CameraStart::waitsForCamera)
                .map(kept -> control.move(
                        jdbc, kept, SittingState.ACTIVE, Actor.SYSTEM, "nothing keeps it from beginning: the camera")));
        done.ifPresent(control::publish);
        done.ifPresent(begun -> log.info("Session {} begins: its camera was seen", sessionId));
    }
}
