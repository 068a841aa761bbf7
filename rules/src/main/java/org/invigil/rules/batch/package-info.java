/** The signals of a row of scores as few bytes, and back: what is kept of a session, to be scored again. */
@NullMarked
package org.invigil.rules.batch;

import org.jspecify.annotations.NullMarked;
