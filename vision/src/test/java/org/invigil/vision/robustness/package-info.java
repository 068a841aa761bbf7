/** Engines under hostile input and over many frames. */
@NullMarked
package org.invigil.vision.robustness;

import org.jspecify.annotations.NullMarked;
