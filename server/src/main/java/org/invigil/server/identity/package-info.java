/**
 * Who is asking: accounts, sign-in, service tokens, and the row-level-security identity of every transaction. Owns
 * {@code profiles}, {@code credentials}, {@code service_tokens} and the tables of Spring Session. Every other module
 * reaches the database through {@code ActorTransactions}.
 *
 * <p>Threads: none of its own. Bounds: failed sign-ins are remembered for a bounded number of names and addresses, and
 * a bounded number of passwords is hashed at once.
 */
@ApplicationModule(allowedDependencies = {"database", "problem"})
@NullMarked
package org.invigil.server.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
