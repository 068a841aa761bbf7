/** The report of the slowest test classes. */
@NullMarked
package org.invigil.bench.tests;

import org.jspecify.annotations.NullMarked;
