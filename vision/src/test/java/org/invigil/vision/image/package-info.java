/** Tests of decoding, with pictures they make themselves. */
@NullMarked
package org.invigil.vision.image;

import org.jspecify.annotations.NullMarked;
