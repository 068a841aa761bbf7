/**
 * The built web app and the reading page of the API, as files: fallback for the app's own addresses, caching, and
 * the compressed forms that the build left beside them.
 *
 * <p>Threads: none of its own. Bounds: none needed, it serves what was built.
 */
@ApplicationModule(allowedDependencies = {"problem", "identity"})
@NullMarked
package org.invigil.server.webapp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
