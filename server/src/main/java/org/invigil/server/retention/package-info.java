/**
 * How long things are kept: what is older than its limit is deleted, and the partitions that scores go into are made
 * ahead, and their indexes built anew afterwards. The deleting itself is done by the module that owns the rows; this one decides when, and writes into the log
 * what went.
 *
 * <p>Threads: Spring's scheduler, on one node for all. Bounds: a run deletes clips, incidents and sessions a few hundred
 * at a time and scores one day at a time, each in a transaction of its own, and builds eight indexes anew, so that a run that is cut off is gone on with
 * by the next.
 */
@ApplicationModule(allowedDependencies = {"nodes", "session", "streams", "store", "evidence", "admission", "devices"})
@NullMarked
package org.invigil.server.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
