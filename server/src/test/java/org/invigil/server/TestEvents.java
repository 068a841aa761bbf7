package org.invigil.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

/** Every event that a module has published, on whichever thread. */
public final class TestEvents {

    private final List<Object> published = new CopyOnWriteArrayList<>();

    @EventListener
    void on(PayloadApplicationEvent<?> event) {
        published.add(event.getPayload());
    }

    /** The events of this type so far, those of other tests too. */
    public <T> Stream<T> of(Class<T> type) {
        return published.stream().filter(type::isInstance).map(type::cast);
    }
}
