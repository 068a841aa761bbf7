/**
 * Model weights and native inference: the only package that talks to TensorFlow Lite.
 *
 * <p>Weights are loaded once a process and shared read-only; a {@link org.invigil.vision.model.Network} is one interpreter with its
 * buffers, allocated once, confined to one thread at a time. Running a network allocates no native memory.
 */
@NullMarked
package org.invigil.vision.model;

import org.jspecify.annotations.NullMarked;
