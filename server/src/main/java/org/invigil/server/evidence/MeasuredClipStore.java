package org.invigil.server.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.InputStreamSource;
import org.springframework.stereotype.Component;

/** The store that everybody uses: the one that was chosen, with what happens in it counted. */
@Component
@Primary
final class MeasuredClipStore implements ClipStore {

    private final ClipStore store;
    private final Timer writes;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Counter failedWrites;
    private final Counter failedReads;

    MeasuredClipStore(@Qualifier("clipStore") ClipStore store, MeterRegistry meters) {
        this.store = store;
        this.writes = Timer.builder("invigil.clips.write")
                .description("time to write one clip into the store, failed ones included")
                .register(meters);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("invigil.clips.written")
                            .description("clips handed to the store, by what came of it")
                            .tag("outcome", outcome.wireName())
                            .register(meters));
        }
        this.failedWrites = failed(meters, "write");
        this.failedReads = failed(meters, "read");
    }

    private static Counter failed(MeterRegistry meters, String operation) {
        return Counter.builder("invigil.clips.failed")
                .description("calls that the store failed")
                .tag("operation", operation)
                .register(meters);
    }

    @Override
    public Outcome putIfAbsent(String path, InputStreamSource content, long sizeBytes, String sha256)
            throws IOException {
        Timer.Sample sample = Timer.start();
        try {
            Outcome outcome = store.putIfAbsent(path, content, sizeBytes, sha256);
            Counter counter = outcomes.get(outcome);
            if (counter != null) {
                counter.increment();
            }
            return outcome;
        } catch (IOException | RuntimeException e) {
            failedWrites.increment();
            throw e;
        } finally {
            sample.stop(writes);
        }
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        try {
            return store.open(path, offset, length);
        } catch (IOException | RuntimeException e) {
            failedReads.increment();
            throw e;
        }
    }

    @Override
    public void delete(String path) throws IOException {
        store.delete(path);
    }

    @Override
    public void check() throws IOException {
        store.check();
    }
}
