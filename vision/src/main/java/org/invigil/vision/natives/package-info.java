/** What all native libraries have in common before the first of them is loaded. */
@NullMarked
package org.invigil.vision.natives;

import org.jspecify.annotations.NullMarked;
