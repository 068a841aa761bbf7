/** Who may write and read which table, held against the SQL of every class. */
@NullMarked
package org.invigil.server.ownership;

import org.jspecify.annotations.NullMarked;
