/**
 * The built web app and the reading page of the API, as files: fallback for the app's own addresses, caching, and the
 * bound on what a request may carry.
 *
 * <p>Threads: none of its own. Bounds: a body that is no upload holds at most 8 MiB.
 */
@ApplicationModule(allowedDependencies = {"problem", "identity"})
@NullMarked
package org.invigil.server.webapp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
