@NullMarked
package org.invigil.rules.incident;

import org.jspecify.annotations.NullMarked;
