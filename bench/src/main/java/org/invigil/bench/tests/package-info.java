/** How long the project's own tests take. */
@NullMarked
package org.invigil.bench.tests;

import org.jspecify.annotations.NullMarked;
