@NullMarked
package org.invigil.vision.inference;

import org.jspecify.annotations.NullMarked;
