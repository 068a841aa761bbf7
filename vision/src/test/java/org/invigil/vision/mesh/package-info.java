@NullMarked
package org.invigil.vision.mesh;

import org.jspecify.annotations.NullMarked;
