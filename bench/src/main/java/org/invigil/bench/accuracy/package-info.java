/**
 * {@code ./invigil bench accuracy}: runs labelled pictures and clips through {@code ./invigil analyze} as anybody would,
 * and compares its lines with the labels. Knows nothing of how they came about, so it measures what users get.
 *
 * <p>Threads: one. Bounds: the labels and, of each clip, one line at a time are held in memory.
 */
@NullMarked
package org.invigil.bench.accuracy;

import org.jspecify.annotations.NullMarked;
