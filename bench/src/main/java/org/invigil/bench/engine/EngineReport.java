package org.invigil.bench.engine;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one run measured. Times are means over the frames, in milliseconds.
 *
 * @param frames times that a frame went the full path
 * @param decodeMs JPEG to pixels, at full size
 * @param landmarkMs the landmark model alone
 * @param followedShare of these frames, in which nothing had changed since the last look
 * @param everyFrameMs as {@code fullPathMs}, with a look of a network in every frame
 * @param fullPathMs JPEG to analysis by engine {@code mesh}, following one stream
 * @param fullPathP99Ms 99th percentile of the same
 * @param haarMs JPEG to analysis by engine {@code haar}
 * @param ratioToFloor full path against decode and landmark model together
 * @param ratioHaar how many times longer engine {@code haar} takes
 */
public record EngineReport(
        @JsonProperty("frames") int frames,
        @JsonProperty("decode_ms") double decodeMs,
        @JsonProperty("landmark_ms") double landmarkMs,
        @JsonProperty("followed_share") double followedShare,
        @JsonProperty("every_frame_ms") double everyFrameMs,
        @JsonProperty("full_path_ms") double fullPathMs,
        @JsonProperty("full_path_p99_ms") double fullPathP99Ms,
        @JsonProperty("haar_ms") double haarMs,
        @JsonProperty("ratio_to_floor") double ratioToFloor,
        @JsonProperty("ratio_haar") double ratioHaar) {}
