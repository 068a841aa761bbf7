/** What things are called in JSON, in SQL and in metrics. */
@NullMarked
package org.invigil.rules.wire;

import org.jspecify.annotations.NullMarked;
