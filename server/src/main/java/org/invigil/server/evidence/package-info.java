/**
 * Clips of flagged moments: notes which were asked for, takes uploads, stores them as objects, checks that they are what they are said to be,
 * gives them back by range. Owns
 * {@code video_metadata}, {@code clip_requests} and {@code clip_checks}, and the objects below {@code exam-recordings/}.
 *
 * <p>An upload is stored under a key that follows from the clip, then one row is inserted: whatever fails in between,
 * sending the clip again ends well. Object storage is never called inside a transaction.
 *
 * <p>Threads: the request's own, and a scheduled one that writes which clips were asked for, twice a second; one
 * that checks clips, one after the other, each decoded in a process of its own ({@code ClipDecoder}). Bounds: size of a clip and clips of a
 * session, asked for and not, see {@code SittingSettings}; {@code ClipRequests.MOST_WAITING}
 * requests that are not written yet.
 */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "observe",
            "problem",
            "identity",
            "session",
            "store",
            "system",
            "nodes",
            "hints"
        })
@NullMarked
package org.invigil.server.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
