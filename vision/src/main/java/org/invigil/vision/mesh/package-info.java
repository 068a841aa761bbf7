/**
 * Engine {@code mesh}: which networks look at what, and how their answers become one {@link org.invigil.rules.signal.FrameAnalysis}.
 * The recipe and where its numbers come from stand in docs/vision.md.
 *
 * <p>Everything here is confined to the thread that calls the engine. An engine's buffers are allocated when it opens; a tracker is
 * a few hundred bytes of plain memory.
 */
@NullMarked
package org.invigil.vision.mesh;

import org.jspecify.annotations.NullMarked;
