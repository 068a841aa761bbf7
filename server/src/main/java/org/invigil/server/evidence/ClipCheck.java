package org.invigil.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;

/**
 * Whether a clip is what it is said to be.
 *
 * @param reasons of a clip that differs, one at least; of one of which nothing can be told, why, if it is not for want of pictures to
 *     compare with; else empty
 * @param shownMs length of what could be decoded, in milliseconds; null where nothing was
 * @param comparedSeconds of how many seconds of the clip there was something to compare with
 * @param differingSeconds how many of these show something else, at most {@code comparedSeconds}
 */
public record ClipCheck(
        State state, List<Reason> reasons, @Nullable Long shownMs, int comparedSeconds, int differingSeconds) {

    /** What came of the check. */
    public enum State implements WireNamed {
        /** It is still to be checked. */
        UNCHECKED,
        /** It shows the scene that was analysed at its time, and its moment is in it. */
        VERIFIED,
        /** It plays and matches as far as can be told, which is not far enough: see the reasons, or there was nothing to compare with. */
        UNKNOWN,
        /** It is not what was asked for, see the reasons. */
        DIFFERS,
        /** It does not play. */
        UNREADABLE,
        /** Nobody has asked for it, as far as is known. It was not looked at. */
        NOT_REQUESTED;

        /** Whether it is no evidence of what was analysed: kept, but apart from the others. */
        public boolean isKeptApart() {
            return this == DIFFERS || this == UNREADABLE || this == NOT_REQUESTED;
        }
    }

    /** In what a clip differs, or why nothing can be told of it. */
    public enum Reason implements WireNamed {
        /** It is said to be of another behaviour than the one it was asked for. */
        BEHAVIOR,
        /** It is said to be of a time at which it does not show what it was asked for. */
        TIME,
        /** It is longer or shorter than it is said to be, or much longer than was asked for. */
        LENGTH,
        /** It shows something else than was analysed. */
        PICTURES,
        /** It begins after the moment that it was asked for: nothing against it, but that moment is not in it. */
        BEGINS_LATE,
        /** It ends before that moment. */
        ENDS_EARLY,
        /** It is shorter than could be compared. */
        TOO_SHORT
    }

    /** Of a clip that has just come. */
    static ClipCheck begun(boolean isRequested) {
        return of(isRequested ? State.UNCHECKED : State.NOT_REQUESTED);
    }

    static ClipCheck of(State state) {
        return new ClipCheck(state, List.of(), null, 0, 0);
    }

    /** Null for a clip from before clips were checked. */
    static @Nullable ClipCheck read(ResultSet row) throws SQLException {
        String state = row.getString("state");
        if (state == null) {
            return null;
        }
        long shownMs = row.getLong("shown_ms");
        boolean isShown = !row.wasNull();
        return new ClipCheck(
                WireNamed.get(State.class, state),
                Arrays.stream((String[]) row.getArray("reasons").getArray())
                        .map(reason -> WireNamed.get(Reason.class, reason))
                        .toList(),
                isShown ? shownMs : null,
                row.getInt("compared"),
                row.getInt("differing"));
    }
}
