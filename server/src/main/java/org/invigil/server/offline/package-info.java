/**
 * {@code ./invigil analyze}: images, folders and videos to JSON lines. Videos go through the same scoring as a live
 * session. Runs without Spring and without a database, on one thread; holds one decoded frame at a time (of an animated
 * WebP up to 64), however long the video is.
 */
@ApplicationModule(allowedDependencies = "system")
@NullMarked
package org.invigil.server.offline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
