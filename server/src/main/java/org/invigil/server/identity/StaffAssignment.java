package org.invigil.server.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody of the staff has to do with an exam.
 *
 * @param role proctor, reviewer or author
 * @param everyExam whether it is to every exam, also to later ones
 * @param groupId null for all students of the exam
 */
public record StaffAssignment(
        UUID assignmentId,
        UUID profileId,
        String username,
        String displayName,
        PersonRole role,
        boolean everyExam,
        @Nullable UUID groupId,
        Instant assignedAt) {}
