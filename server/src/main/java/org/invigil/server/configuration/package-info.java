/**
 * Checks the whole configuration before anything is started: every key must be known, every value must have its type and
 * lie in its range. All that is wrong is told at once, each with the place it comes from.
 *
 * <p>Threads: none of its own; the check runs once, on the thread that starts the server. Bounds: none needed, it reads
 * one file, the environment and the command line.
 */
@ApplicationModule(allowedDependencies = {"database"})
@NullMarked
package org.invigil.server.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
