/**
 * Engine {@code mesh}: which networks look at what, and how their answers become one {@link org.invigil.rules.signal.FrameAnalysis}.
 * The recipe and where its numbers come from stand in docs/vision.md.
 *
 * <p>Plain Java: pixels and inference are behind {@link org.invigil.vision.mesh.Networks}, so that this runs wherever the networks'
 * files do. Everything is confined to the thread that calls the engine; a tracker is a few hundred bytes.
 */
@NullMarked
package org.invigil.vision.mesh;

import org.jspecify.annotations.NullMarked;
