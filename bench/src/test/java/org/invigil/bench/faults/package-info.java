@NullMarked
package org.invigil.bench.faults;

import org.jspecify.annotations.NullMarked;
