@NullMarked
package org.invigil.vision.scene;

import org.jspecify.annotations.NullMarked;
