/** The rules as a whole: state, signal, time and policy in; the next state, scores, incidents and wishes for clips out. */
@NullMarked
package org.invigil.rules.score;

import org.jspecify.annotations.NullMarked;
