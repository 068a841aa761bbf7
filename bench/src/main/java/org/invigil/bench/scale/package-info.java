/**
 * Fills a database with the scores of many sessions and measures how fast the server still answers, and how
 * long a backup and a restore of it take.
 *
 * <p>Threads: the caller's. Bounds: the rows that were asked for, in a folder of its own that is deleted afterwards.
 */
@NullMarked
package org.invigil.bench.scale;

import org.jspecify.annotations.NullMarked;
