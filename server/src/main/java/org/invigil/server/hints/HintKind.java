package org.invigil.server.hints;

import org.invigil.rules.wire.WireNamed;

/** What staff should know of a sitting, and what is neither an incident nor points. */
public enum HintKind implements WireNamed {
    /** Several students sit this exam from one address at once. The detail is how many at least. */
    SHARED_ADDRESS,
    /** The sitting went on on another device. The detail is why, or that it went to and fro. */
    DEVICE_MOVED,
    /** The camera calls itself by a name of a program that makes pictures up. The detail is that name. */
    VIRTUAL_CAMERA,
    /** A clip came that could not be kept as evidence. The detail is why. */
    CLIP_REFUSED,
    /** A clip shows something else than was analysed at its time. */
    CLIP_DIFFERS,
    /** The page's clock runs faster or slower than any clock does. The detail is which. */
    TIME_TOLD_WRONG,
    /** The student was asked to turn the head, because the camera might show a recording. The detail is what came of it. */
    HEAD_TURN_ASKED
}
