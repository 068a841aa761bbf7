package org.invigil.server.evidence;

import org.invigil.rules.wire.WireNamed;

/** What came of a clip that a student's page was asked for. */
public enum ClipFate implements WireNamed {
    /** It is stored. */
    SENT,
    /** It came and could not be taken, such as one that is too large or no video. */
    REFUSED,
    /** The page could not keep it or send it, and said so. */
    LOST,
    /** Uploads are closed and it has not come. Nobody knows why: a browser that was closed, a line that was gone. */
    NEVER_SENT,
    /** It may still come. */
    AWAITED
}
