package org.invigil.server.ingest;

/**
 * What a page is asked to send for a while instead of what it was told at the start; a later one replaces it.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param maxFps frames a second at most, in steps of 0.1
 * @param forMillis how long it holds; 0: no longer, from now on
 */
record CaptureRequest(int width, int height, double maxFps, long forMillis) {

    /** As docs/protocol.md has it. */
    String toJson() {
        return "{\"type\":\"capture\",\"width\":" + width + ",\"height\":" + height + ",\"max_fps\":" + maxFps
                + ",\"for_ms\":" + forMillis + "}";
    }
}
