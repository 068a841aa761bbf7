/**
 * Turns the person detector's graph, as its package ships it, into a TensorFlow Lite model. Runs once, within the build; it is not
 * packed into the jar.
 */
@NullMarked
package org.invigil.vision.convert;

import org.jspecify.annotations.NullMarked;
