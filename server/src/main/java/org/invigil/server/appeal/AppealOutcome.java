package org.invigil.server.appeal;

import org.invigil.rules.wire.WireNamed;

/** What is decided on an appeal, about one incident or in all. */
enum AppealOutcome implements WireNamed {
    /** The first decision stands. */
    UPHELD,
    /** The student is right: the incident is dismissed for everybody, or the sitting gives no concern. */
    GRANTED
}
