package org.invigil.server.messages;

import org.invigil.rules.wire.WireNamed;

/** Whom a message is for. */
public enum Audience implements WireNamed {
    /** Everybody who sits the exam, now or later. */
    EXAM,
    /** The students of one group of the exam. */
    GROUP,
    /** One sitting. */
    SESSION
}
