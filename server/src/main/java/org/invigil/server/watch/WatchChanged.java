package org.invigil.server.watch;

import org.invigil.rules.signal.UnwatchedCause;
import org.invigil.server.session.ExamSession;
import org.invigil.server.store.OpenIncident;
import org.jspecify.annotations.Nullable;

/**
 * How a sitting is watched has changed, on the node that counts. Published a few times a minute and sitting, and at once when {@code
 * unwatched} begins or ends; whoever hears it returns at once.
 *
 * @param cause why it is not watched, for some seconds now; null while it is, or its time does not run
 * @param unwatched the open incident, null where there is none
 * @param incidentCount incidents that watching has opened so far
 * @param watchedShare as in {@link Watching}
 */
public record WatchChanged(
        ExamSession session,
        @Nullable UnwatchedCause cause,
        @Nullable OpenIncident unwatched,
        int incidentCount,
        @Nullable Double watchedShare) {}
