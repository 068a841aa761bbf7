package org.invigil.server.devices;

import java.time.Instant;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What is refused because of the device that asks. */
public final class DeviceException extends ProblemException {

    private static final String OTHER_DEVICE = "other_device";

    private DeviceException(String code, String detail) {
        super(HttpStatus.CONFLICT, code, detail);
    }

    /** The sitting goes on on another device. */
    static DeviceException otherDevice(RulingDevice ruling) {
        return new DeviceException(OTHER_DEVICE, words(ruling));
    }

    static DeviceException tooManyMoves() {
        return new DeviceException(
                "too_many_moves",
                "This exam has been moved between devices more than " + Devices.MOVES_AT_ONCE
                        + " times, the last time just now. Go on where it is open, or wait a minute and move it then.");
    }

    /** The same for a socket. */
    static Problem problem(RulingDevice ruling) {
        return Problem.of(HttpStatus.CONFLICT, OTHER_DEVICE, words(ruling));
    }

    private static String words(RulingDevice ruling) {
        return "Your exam is open on another device (" + ruling.browser() + ") since " + seconds(ruling.since())
                + ". Continue there, or choose to continue here.";
    }

    private static Instant seconds(Instant since) {
        return Instant.ofEpochSecond(since.getEpochSecond());
    }
}
