/** Where a person looks: head and eyes together, over time, and against where this person looks when looking at the screen. */
@NullMarked
package org.invigil.rules.sight;

import org.jspecify.annotations.NullMarked;
