package org.invigil.server.review;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which sessions to list; null does not restrict. */
record SessionFilter(
        @Nullable UUID examId,
        @Nullable UUID studentId,
        @Nullable String status) {}
