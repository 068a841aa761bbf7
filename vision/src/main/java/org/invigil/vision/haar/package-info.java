/**
 * Engine {@code haar}: OpenCV's boosted cascades for the frontal face, both profiles and the eyes (Viola and Jones 2001,
 * Lienhart and Maydt 2002), as the product was first asked for, and the yardstick that the mesh engine is measured by.
 *
 * <p>What it cannot tell: a person without a visible face (it says absent where the mesh engine says hidden), angles
 * beyond "about straight, half turned, in profile", and closed eyes.
 *
 * <p>Threads: an engine belongs to one thread at a time. Bounds: four cascades and a few pictures of the
 * size of a frame.
 */
@NullMarked
package org.invigil.vision.haar;

import org.jspecify.annotations.NullMarked;
