package org.invigil.rules.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes incidents of the behaviours that begin and end to count: each its own, except that an absence is one, see
 * {@link Absence}. For one frame; not thread-safe.
 */
public final class IncidentChanges {

    private final List<Incident> opened = new ArrayList<>();
    private final List<Incident> grown = new ArrayList<>();
    private final List<Incident> closed = new ArrayList<>();
    private @Nullable Absence absence;

    /** Starts from what the frame before has left. */
    public IncidentChanges(@Nullable Absence absence, Map<Behavior, Tally> tallies) {
        this.absence = Absence.of(absence, tallies);
    }

    /**
     * A behaviour counts from this frame on.
     *
     * @param absent evidence of {@code absent} now
     */
    public void began(Incident trigger, Tally absent) {
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
    public void ended(Incident trigger) {
        if (!Absence.isTrigger(trigger.behavior())) {
            closed.add(trigger);
        } else if (absence != null) {
            absence = absence.with(trigger);
        }
    }

    /** Nothing of an absence counts any more, if it is one. */
    public void endAbsence() {
        if (absence != null) {
            closed.add(absence.closed());
            absence = null;
        }
    }

    /** The absence that goes on, null where there is none. */
    public @Nullable Absence absence() {
        return absence;
    }

    public List<Incident> opened() {
        return opened;
    }

    /** Incidents that are open and have another behaviour from now on. */
    public List<Incident> grown() {
        return grown;
    }

    public List<Incident> closed() {
        return closed;
    }
}
