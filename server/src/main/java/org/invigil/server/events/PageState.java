package org.invigil.server.events;

import org.invigil.server.session.SittingSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a page has to know.
 *
 * @param window the one that rules, null if none has asked to
 */
record PageState(SittingSnapshot sitting, @Nullable RulingWindow window) {}
