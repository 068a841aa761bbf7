/**
 * Exams, their questions, and the policy that scoring follows. Owns {@code exams}, {@code questions}, {@code exam_groups} and {@code exam_group_members}; reads
 * {@code exam_sessions} to tell a student the state of their own sitting.
 *
 * <p>Threads: none of its own. Bounds: 200 questions an exam, 20 options a question.
 */
@ApplicationModule(allowedDependencies = {"database", "problem", "identity"})
@NullMarked
package org.invigil.server.exam;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
