/** How much of a sitting was watched, and why the rest was not: pure, without clock, input or output. */
@NullMarked
package org.invigil.rules.watch;

import org.jspecify.annotations.NullMarked;
