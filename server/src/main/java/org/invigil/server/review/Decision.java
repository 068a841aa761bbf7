package org.invigil.server.review;

import org.invigil.rules.wire.WireNamed;

/** What a person says of an incident. */
public enum Decision implements WireNamed {
    /** It was as it looks, and it matters. */
    CONFIRMED,
    /** It was nothing, or nothing that matters. */
    DISMISSED
}
