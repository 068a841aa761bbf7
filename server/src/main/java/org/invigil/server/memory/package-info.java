/**
 * What is remembered for a while and of no more than so many: caches that are bounded and forget by the server's clock.
 *
 * <p>Threads: none. Bounds: as each caller asks.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.invigil.server.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
