/**
 * What staff should know of a sitting and what is neither an incident nor points: that it went on on another device, that many sit
 * at one address, that a page's clock runs wrong. Noted by whoever sees it, shown on the board and with the session, to its student
 * too. Owns {@code session_hints}.
 *
 * <p>Threads: {@code Hints.note} only puts into a queue; a scheduled thread writes twice a second. Bounds: {@code
 * Hints.MOST_WAITING} that are not written yet, {@code Hints.MOST_DETAILS} details of a kind in a sitting; the same again is counted.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "session"})
@NullMarked
package org.invigil.server.hints;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
