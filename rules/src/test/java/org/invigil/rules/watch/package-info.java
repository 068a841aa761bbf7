@NullMarked
package org.invigil.rules.watch;

import org.jspecify.annotations.NullMarked;
