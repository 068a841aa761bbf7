@NullMarked
package org.invigil.vision.jpeg;

import org.jspecify.annotations.NullMarked;
