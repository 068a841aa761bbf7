package org.invigil.server.events;

import org.invigil.server.admission.Admission;
import org.invigil.server.intervention.Intervention;
import org.invigil.server.messages.Hand;
import org.invigil.server.messages.MessageBox;
import org.invigil.server.session.SittingSnapshot;
import org.invigil.server.watch.Unwatched;
import org.jspecify.annotations.Nullable;

/**
 * What a page has to know.
 *
 * @param window the one that rules, null if none has asked to
 * @param intervention the last that was done to the sitting, null if nothing was
 * @param hand the student's, answered or not; null if it is down
 * @param admission how the student stands who asks to be let in; null for all others
 * @param unwatched what to tell while the sitting is not watched; null while it is
 */
record PageState(
        SittingSnapshot sitting,
        @Nullable RulingWindow window,
        @Nullable Intervention intervention,
        MessageBox messages,
        @Nullable Hand hand,
        @Nullable Admission admission,
        @Nullable Unwatched unwatched) {}
