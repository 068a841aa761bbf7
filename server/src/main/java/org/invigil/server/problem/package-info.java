/**
 * What an error looks like on the wire: RFC 9457 problem documents with a {@code code}. Each module has one family of
 * exceptions that extends {@code ProblemException}; they are mapped here and nowhere else. Also which text can be stored
 * at all, and how a fault that goes on is logged: once, not with every try.
 *
 * <p>Threads: none. Bounds: one short note a kind of fault.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.invigil.server.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
