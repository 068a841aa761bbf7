/**
 * What a JPEG says of itself before anybody decodes it: its size, whether it is whole, whether it is the one before. Plain Java on bytes
 * that nobody vouches for: every read is checked.
 */
@NullMarked
package org.invigil.vision.jpeg;

import org.jspecify.annotations.NullMarked;
