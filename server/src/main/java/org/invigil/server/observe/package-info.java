/**
 * What is seen from outside: the context of log lines (which exam session, which request, which node, and nothing that
 * names a person), and whether this node can serve.
 *
 * <p>Threads: none of its own; the context belongs to the thread that works. Bounds: a request id that is taken over from
 * a proxy has 64 characters at most.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.invigil.server.observe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
