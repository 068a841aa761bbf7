/**
 * Several servers as one: who else runs, a word from one to another, and work that only one of them does. Nodes share
 * nothing but the database and the store of clips; a word is a notification of PostgreSQL that names a topic and nothing
 * else, and what there is to know stands in tables. Owns {@code nodes} and {@code shedlock}.
 *
 * <p>Threads: one virtual thread listens, one beats; each {@code Doorbell} has one that works. Bounds: one connection
 * beside the pool; news that come while work is being done are one further turn, however many they are.
 */
@ApplicationModule(allowedDependencies = {"database", "identity"})
@NullMarked
package org.invigil.server.nodes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
