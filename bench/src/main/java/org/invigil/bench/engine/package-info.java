/**
 * {@code ./invigil bench engine} and the JMH benchmarks: what one frame costs on one thread, stage by stage.
 *
 * <p>Threads: one measures. Bounds: at most {@link org.invigil.bench.engine.FrameFiles#MOST_FRAMES} frames in memory.
 */
@NullMarked
package org.invigil.bench.engine;

import org.jspecify.annotations.NullMarked;
