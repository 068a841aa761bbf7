/** The JMH benchmarks run. */
@NullMarked
package org.invigil.bench.engine;

import org.jspecify.annotations.NullMarked;
