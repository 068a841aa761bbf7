package org.invigil.vision.model;

import org.jspecify.annotations.Nullable;

/**
 * What an operator has thrown, kept until the native call that it was in has come back. Operators run on the thread that runs their
 * network, so each thread keeps its own; one failure at most.
 */
final class OperatorFailure {

    private static final ThreadLocal<OperatorFailure> OF_THREAD = ThreadLocal.withInitial(OperatorFailure::new);

    private @Nullable Throwable thrown;

    private OperatorFailure() {}

    /** Before a run: nothing has failed yet. Makes this thread's place, so that a failure needs no memory to be kept. */
    static void forget() {
        OF_THREAD.get().thrown = null;
    }

    /** Called below native frames: must not throw, whatever state this thread is in. */
    static void remember(Throwable failure) {
        try {
            OF_THREAD.get().thrown = failure;
        } catch (Throwable again) { // such as a stack that is still full: the status alone tells of it
            return;
        }
    }

    /** What was thrown in the run that has just failed; null if the native part has failed by itself. */
    static @Nullable Throwable take() {
        OperatorFailure own = OF_THREAD.get();
        Throwable failure = own.thrown;
        own.thrown = null;
        return failure;
    }
}
