/**
 * One student sitting one exam: start, autosaved answers, submit by hand or by time. Owns {@code exam_sessions} and
 * {@code answers}.
 */
@NullMarked
package org.invigil.server.session;

import org.jspecify.annotations.NullMarked;
