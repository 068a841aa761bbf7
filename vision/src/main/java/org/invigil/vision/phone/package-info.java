/**
 * When to look for a phone. Plain numbers: nothing here knows of pictures, networks or native memory, so that it can run anywhere. Memory
 * of one stream is three numbers.
 */
@NullMarked
package org.invigil.vision.phone;

import org.jspecify.annotations.NullMarked;
