/** The commands of the bench, run as a user would. */
@NullMarked
package org.invigil.bench;

import org.jspecify.annotations.NullMarked;
