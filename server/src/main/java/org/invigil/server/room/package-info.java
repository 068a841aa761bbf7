/**
 * Says before an exam whether its room will fit: how many students there are, against what the nodes that run can look at.
 *
 * <p>Threads: one scheduled turn has this node say what it can bear. Bounds: one row a node.
 */
@ApplicationModule(allowedDependencies = {"problem", "identity", "exam", "analysis", "nodes"})
@NullMarked
package org.invigil.server.room;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
