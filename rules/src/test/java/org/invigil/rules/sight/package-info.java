@NullMarked
package org.invigil.rules.sight;

import org.jspecify.annotations.NullMarked;
