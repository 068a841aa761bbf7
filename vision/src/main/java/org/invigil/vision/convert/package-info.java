/**
 * Turns the detectors' graph, as its package ships it, into TensorFlow Lite models: one of persons, one of phones. Runs once, within the
 * build; it is not packed into the jar.
 */
@NullMarked
package org.invigil.vision.convert;

import org.jspecify.annotations.NullMarked;
