/** Benchmarks and the load generator. Nothing of the product depends on this module. */
@NullMarked
package org.invigil.bench;

import org.jspecify.annotations.NullMarked;
