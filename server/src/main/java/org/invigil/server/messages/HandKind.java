package org.invigil.server.messages;

import org.invigil.rules.wire.WireNamed;

/** Why a hand is raised, in the order in which hands are looked at: who cannot go on comes first. */
public enum HandKind implements WireNamed {
    LOCKED_OUT,
    TECHNICAL,
    QUESTION
}
