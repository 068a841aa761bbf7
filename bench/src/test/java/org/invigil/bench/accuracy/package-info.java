/** The accuracy harness, and the engine's accuracy on the pictures that packages ship. */
@NullMarked
package org.invigil.bench.accuracy;

import org.jspecify.annotations.NullMarked;
