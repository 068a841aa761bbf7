package org.invigil.server.analysis;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.invigil.rules.signal.FrameAnalysis;
import org.invigil.vision.FrameRejectedException;

/** The turn of one picture of no session, and somebody who waits for what it shows. */
final class SingleLook implements FrameTurns {

    private final CompletableFuture<FrameAnalysis> seen = new CompletableFuture<>();

    @Override
    public void turn(Frame frame, Look look) {
        try {
            seen.complete(look.at(frame));
        } catch (FrameRejectedException e) {
            seen.completeExceptionally(e);
        } finally {
            seen.cancel(false); // an engine that failed has seen nothing
        }
    }

    /**
     * What the picture shows; empty if that is not known in time.
     *
     * @throws FrameRejectedException if it cannot be decoded
     */
    Optional<FrameAnalysis> await(long millis) throws FrameRejectedException {
        try {
            return Optional.of(seen.get(millis, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FrameRejectedException rejected) {
                throw rejected;
            }
            return Optional.empty();
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
