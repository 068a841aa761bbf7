package org.invigil.server.observe;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What every log line of this thread carries: the exam session that it is about. Ids only; what names a person, an address
 * or a sign-in is never put here.
 */
public final class LogContext {

    static final String SESSION_ID = "session_id";
    static final String REQUEST_ID = "request_id";

    private LogContext() {}

    /** Names the session that the request in hand is about; forgotten when the request ends. */
    public static void session(UUID sessionId) {
        MDC.put(SESSION_ID, sessionId.toString());
    }

    /** Runs something that is about a session, on a thread that serves many. */
    public static void with(@Nullable UUID sessionId, Runnable work) {
        if (sessionId == null) {
            work.run();
            return;
        }
        String before = MDC.get(SESSION_ID);
        MDC.put(SESSION_ID, sessionId.toString());
        try {
            work.run();
        } finally {
            if (before == null) {
                MDC.remove(SESSION_ID);
            } else {
                MDC.put(SESSION_ID, before);
            }
        }
    }
}
