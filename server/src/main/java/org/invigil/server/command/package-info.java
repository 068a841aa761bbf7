/**
 * What the commands beside the server share: the options that name an installation, its configuration and its database,
 * exit codes, and how failures are told. Owns no table.
 *
 * <p>Threads: the caller's. Bounds: none of its own.
 */
@ApplicationModule(allowedDependencies = {"configuration", "database"})
@NullMarked
package org.invigil.server.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
