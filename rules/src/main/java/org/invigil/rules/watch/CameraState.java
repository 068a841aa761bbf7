package org.invigil.rules.watch;

import org.invigil.rules.wire.WireNamed;

/** How the camera stands, as the student's page sees it. */
public enum CameraState implements WireNamed {
    /** It gives pictures. */
    LIVE,
    /** It is there and gives none, such as behind a switch. */
    MUTED,
    /** It was unplugged or switched off. */
    ENDED,
    /** The browser may not use it. */
    DENIED,
    /** None is there, or it could not be started. */
    MISSING
}
