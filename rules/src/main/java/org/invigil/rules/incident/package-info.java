/** From what frames show to behaviours that count and incidents that begin and end. */
@NullMarked
package org.invigil.rules.incident;

import org.jspecify.annotations.NullMarked;
