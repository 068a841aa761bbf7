/**
 * The PostgreSQL that comes with Invigil: unpacks it, starts it on a data folder, creates roles and database, stops it.
 * Knows no table. With an external database only {@code DataDirectory} and {@code SqlTime} are used. Commands beside the
 * server get at whichever database there is through {@code CommandDatabase}.
 *
 * <p>Threads: one starts PostgreSQL beside the application ({@code StartingPostgres}), one watches that it runs; stopping blocks the caller. Bounds: start and stop give up after a minute, logs are
 * kept for seven days.
 */
@ApplicationModule(allowedDependencies = {"system"})
@NullMarked
package org.invigil.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
