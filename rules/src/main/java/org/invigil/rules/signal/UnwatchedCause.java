package org.invigil.rules.signal;

import org.invigil.rules.wire.WireNamed;

/** Why no usable picture of a sitting was judged for a while. Only the first is the student's side; what cannot be told is an outage. */
public enum UnwatchedCause implements WireNamed {
    /** None came though it could have: no camera, frames stopped, dark, covered, far fewer than were asked for. */
    NO_PICTURE,
    /** The student's line or device carried no more, and said so. */
    SLOW_LINK,
    /** Nothing was heard of the page, or the camera was just being connected. */
    OUTAGE,
    /** The server had no room for the camera, or was behind with its frames. */
    SERVER_FULL
}
