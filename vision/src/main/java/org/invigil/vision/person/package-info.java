/**
 * What is decided about persons, apart from their faces: when the detector looks, who is hidden, who is another. Plain numbers: nothing
 * here knows of pictures, networks or native memory, so that it can run anywhere.
 */
@NullMarked
package org.invigil.vision.person;

import org.jspecify.annotations.NullMarked;
