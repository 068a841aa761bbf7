@NullMarked
package org.invigil.rules.wire;

import org.jspecify.annotations.NullMarked;
