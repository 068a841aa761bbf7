@NullMarked
package org.invigil.rules.score;

import org.jspecify.annotations.NullMarked;
