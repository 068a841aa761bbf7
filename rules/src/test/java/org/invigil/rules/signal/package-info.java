@NullMarked
package org.invigil.rules.signal;

import org.jspecify.annotations.NullMarked;
