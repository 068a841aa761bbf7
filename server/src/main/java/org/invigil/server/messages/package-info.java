/**
 * What staff and students say to each other while an exam goes on: messages to one, a group or all, which are kept and
 * acknowledged, and hands that students raise. Owns {@code messages}, {@code message_receipts} and {@code hands}.
 *
 * <p>A message belongs to its exam and reaches whoever sits it, those too who begin later. Open pages learn that there is one
 * through {@code events}, which is told by {@code StudentNews} and reads the counts. Threads: those of the requests. Bounds:
 * {@code Messages.MOST} messages to the same recipient, {@code Messages.MAX_CHARACTERS} each, one hand a sitting.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity", "session"})
@NullMarked
package org.invigil.server.messages;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
