/** Where a sitting stands, and what may follow. Pure: who changes a state, and keeps it, is a server's matter. */
@NullMarked
package org.invigil.rules.sitting;

import org.jspecify.annotations.NullMarked;
