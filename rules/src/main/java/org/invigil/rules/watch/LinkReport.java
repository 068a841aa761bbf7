package org.invigil.rules.watch;

/**
 * What a student's page says of its line and its camera.
 *
 * @param bufferedBytes that wait in its socket, 0 or more
 * @param couldFps frames a second that line and device can carry, as far as they have shown it; 0 or more
 * @param hidden whether the page is in the background, where browsers give it little time
 */
public record LinkReport(long bufferedBytes, double couldFps, CameraState camera, boolean hidden) {

    /** About three frames that wait: the line is slower than they come. */
    private static final long JAMMED_BYTES = 32 * 1024;

    /** Whether it explains that fewer frames come than this many a second. Some browsers mute the camera of a hidden page. */
    boolean explains(double fps) {
        boolean isLive = camera == CameraState.LIVE;
        return (hidden && (isLive || camera == CameraState.MUTED))
                || (isLive && (bufferedBytes >= JAMMED_BYTES || couldFps < 2 * fps));
    }
}
