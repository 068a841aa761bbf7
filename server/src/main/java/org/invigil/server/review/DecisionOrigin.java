package org.invigil.server.review;

import org.invigil.rules.wire.WireNamed;

/** On which way a decision came about. */
public enum DecisionOrigin implements WireNamed {
    REVIEW,
    APPEAL
}
