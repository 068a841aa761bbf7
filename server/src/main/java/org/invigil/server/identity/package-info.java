/**
 * Who is asking: accounts, sign-in, service tokens, and the row-level-security identity of every transaction. Owns
 * {@code profiles}, {@code profile_roles}, {@code staff_assignments}, {@code credentials}, {@code service_tokens}, {@code server_secrets}, {@code spring_session} and {@code
 * spring_session_attributes}. Every other module reaches the database through {@code ActorTransactions}.
 *
 * <p>{@code StaffScopes} looks at assignments every two seconds while somebody holds a scope, for sockets that stay open.
 *
 * <p>Threads: a few that hash passwords, one less than there are cores and four at most. Bounds: failed sign-ins are
 * remembered for a bounded number of names, addresses and browsers; the lines before the hashing threads have 1,120 places;
 * everything but what sitting students do and hear shares three quarters of the connections.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "memory"})
@NullMarked
package org.invigil.server.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
