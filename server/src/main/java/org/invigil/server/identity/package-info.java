/**
 * Who is asking: accounts, sign-in, service tokens, and the row-level-security identity of every transaction.
 * Every other module reaches the database through {@code ActorTransactions}.
 */
@NullMarked
package org.invigil.server.identity;

import org.jspecify.annotations.NullMarked;
