package org.invigil.server.problem;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says what goes on failing once, not with every try: the first time at once, then at most once a minute with how often
 * it happened meanwhile. A room of students who try again would fill the disk with one sentence otherwise.
 */
public final class FaultLog {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Logger log;
    private final Clock clock;
    private final Map<String, Said> last = new ConcurrentHashMap<>();

    public FaultLog(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    private record Said(Instant at, long unsaid) {}

    /**
     * A fault has happened.
     *
     * @param kind what is counted together: one of a few fixed names, never made of input
     * @param cause its message is logged, its stack is not: the fault lies outside this program
     */
    public void warn(String kind, String message, @Nullable Throwable cause) {
        Instant now = clock.instant();
        long[] unsaid = {-1};
        last.compute(kind, (name, said) -> {
            // A clock that was set back must not silence the log.
            boolean due = said == null
                    || now.isBefore(said.at())
                    || !now.isBefore(said.at().plus(PAUSE));
            if (due) {
                unsaid[0] = said == null ? 0 : said.unsaid();
                return new Said(now, 0);
            }
            return new Said(said.at(), said.unsaid() + 1);
        });
        if (unsaid[0] >= 0) {
            String reason = cause == null ? "" : " (" + root(cause) + ")";
            String more = unsaid[0] == 0 ? "" : "; " + unsaid[0] + " more since it was last said";
            log.warn("{}: {}{}{}", kind, message, reason, more);
        }
    }

    private static String root(Throwable thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; deepest.getCause() != null && depth < 10; depth++) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return deepest.getClass().getSimpleName() + (message == null ? "" : ": " + firstLine(message));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
