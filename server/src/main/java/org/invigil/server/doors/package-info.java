/**
 * The doors of the server: how large a body may be, how long it and the head of a request may take, and how much of all
 * bodies is held at once. Whoever sends slowly, or more than a route needs, is let go before it costs others anything.
 *
 * <p>Bounds: bytes of a body by route ({@link BodyLimits}), bytes of all bodies in three shares and of each sender's ({@link
 * BodyBudget}, which knows those who hold any), time for a head and for a body ({@link DoorSettings}); one {@link Visit} a connection, and Tomcat bounds those.
 *
 * <p>Threads: none of its own. Once a second one of Tomcat's looks for overdue connections; bodies are read on the
 * request's thread.
 */
@ApplicationModule(allowedDependencies = {"problem"})
@NullMarked
package org.invigil.server.doors;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
