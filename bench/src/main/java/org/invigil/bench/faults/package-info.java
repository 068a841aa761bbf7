/**
 * What is acknowledged must be there: a scripted student writes answers and clips while the server, its PostgreSQL and the
 * network between them are taken away at random moments.
 *
 * <p>Threads: one virtual thread a writer, two a connection through the {@code Line}. Bounds: every call, every wait for a
 * recovery and every connection has a limit; the ledger holds digests of clips, not their bytes.
 */
@NullMarked
package org.invigil.bench.faults;

import org.jspecify.annotations.NullMarked;
