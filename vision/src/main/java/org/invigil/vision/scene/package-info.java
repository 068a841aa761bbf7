/**
 * What the brightness of a whole picture tells by itself: whether there is light to see by, what has moved. Plain numbers: nothing here
 * knows of pixels.
 */
@NullMarked
package org.invigil.vision.scene;

import org.jspecify.annotations.NullMarked;
