/**
 * Runs the networks of engine {@code mesh} on this machine: frames by OpenCV, networks by TensorFlow Lite. All native memory of an engine
 * is here, allocated when it opens and freed when it closes; confined to the thread that calls the engine.
 */
@NullMarked
package org.invigil.vision.inference;

import org.jspecify.annotations.NullMarked;
