/**
 * What operating systems do each in their own way: files for one user alone, names forced to the disk, and the end of the
 * launcher. Owns nothing.
 *
 * <p>Threads: one that waits for the launcher's end, where there is one. Bounds: none needed.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.invigil.server.system;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
