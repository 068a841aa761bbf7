package org.invigil.server.scoring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes incidents of the behaviours that begin and end to count: each its own, except that an absence is one, see
 * {@link Absence}. For one frame; not thread-safe.
 */
final class IncidentChanges {

    private final List<Incident> opened = new ArrayList<>();
    private final List<Incident> grown = new ArrayList<>();
    private final List<Incident> closed = new ArrayList<>();
    private @Nullable Absence absence;

    IncidentChanges(ScoreState before) {
        this.absence = Absence.of(before);
    }

    /**
     * A behaviour counts from this frame on.
     *
     * @param absent evidence of {@code absent} now
     */
    void began(Incident trigger, Tally absent) {
        if (!Absence.isTrigger(trigger.behavior())) {
            opened.add(trigger);
        } else if (absence == null) {
            absence = Absence.begin(trigger, absent);
            opened.add(absence.open());
        } else {
            Behavior was = absence.behavior();
            absence = absence.with(trigger);
            if (absence.behavior() != was) {
                grown.add(absence.open());
            }
        }
    }

    /** A behaviour counts no more. */
    void ended(Incident trigger) {
        if (!Absence.isTrigger(trigger.behavior())) {
            closed.add(trigger);
        } else if (absence != null) {
            absence = absence.with(trigger);
        }
    }

    /** Nothing of an absence counts any more, if it is one. */
    void endAbsence() {
        if (absence != null) {
            closed.add(absence.closed());
            absence = null;
        }
    }

    /** The absence that goes on, null where there is none. */
    @Nullable
    Absence absence() {
        return absence;
    }

    List<Incident> opened() {
        return opened;
    }

    /** Incidents that are open and have another behaviour from now on. */
    List<Incident> grown() {
        return grown;
    }

    List<Incident> closed() {
        return closed;
    }
}
