/** Where a sitting stands, what may follow, and the student's time. Pure: who changes a state, and keeps it, is a server's matter. */
@NullMarked
package org.invigil.rules.sitting;

import org.jspecify.annotations.NullMarked;
