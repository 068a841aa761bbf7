@NullMarked
package org.invigil.bench.load;

import org.jspecify.annotations.NullMarked;
