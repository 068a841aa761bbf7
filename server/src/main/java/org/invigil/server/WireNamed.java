package org.invigil.server;

import com.fasterxml.jackson.annotation.JsonValue;

/** Laid over enums that have a wire name and no annotation of their own. */
public interface WireNamed {

    /** The name on the wire. */
    @JsonValue
    String wireName();
}
