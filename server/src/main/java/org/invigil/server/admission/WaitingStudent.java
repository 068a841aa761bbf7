package org.invigil.server.admission;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A student who has asked to be let in.
 *
 * @param hasPicture whether the camera's picture of that moment is there; without one the student may be let in all the same
 * @param pictureAt when it was taken; who lets the student in says which one was looked at. Null without one
 * @param hasFirstPicture whether there is one of an earlier sitting to compare it with
 */
public record WaitingStudent(
        UUID sessionId,
        UUID examId,
        String examTitle,
        String student,
        Instant askedAt,
        boolean hasPicture,
        @Nullable Instant pictureAt,
        boolean hasFirstPicture) {}
