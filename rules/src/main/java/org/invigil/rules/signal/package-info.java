/** What a frame shows, as numbers: vision makes them, rules judge them, rows keep them. */
@NullMarked
package org.invigil.rules.signal;

import org.jspecify.annotations.NullMarked;
