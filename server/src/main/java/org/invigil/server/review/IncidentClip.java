package org.invigil.server.review;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.invigil.rules.incident.Behavior;
import org.invigil.rules.policy.Policy;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.evidence.ClipFate;
import org.invigil.server.evidence.ClipRequest;
import org.jspecify.annotations.Nullable;

/**
 * What came of the clip of an incident, so that one without a clip says why.
 *
 * @param fate as of a request, or that there was none
 * @param reason of a clip that was refused or lost, a code of docs/protocol.md; of one that was not asked for
 *     {@code by_policy} or {@code another_clip}
 */
@Schema(name = "IncidentClip")
public record IncidentClip(Fate fate, @Nullable String reason) {

    /** Those of {@link ClipFate}, and one more. */
    public enum Fate implements WireNamed {
        SENT,
        REFUSED,
        LOST,
        NEVER_SENT,
        AWAITED,
        NOT_ASKED
    }

    static final IncidentClip NOT_ASKED = new IncidentClip(Fate.NOT_ASKED, null);

    /** An incident is opened somewhat after it began, and a clip is asked for then. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    /** Of the requests whose moment lies in the incident the one that came best off, for one clip shows it. */
    static IncidentClip of(IncidentView incident, List<ClipRequest> requests, Policy policy) {
        Instant from = incident.startedAt().minus(SLACK);
        Instant ended = incident.endedAt();
        Instant to = ended == null ? Instant.MAX : ended.plus(SLACK);
        return requests.stream()
                .filter(request ->
                        !request.eventAt().isBefore(from) && !request.eventAt().isAfter(to))
                .min(Comparator.comparing(ClipRequest::fate))
                .map(request -> new IncidentClip(
                        WireNamed.get(Fate.class, request.fate().wireName()), request.reason()))
                .orElseGet(() -> new IncidentClip(Fate.NOT_ASKED, whyNot(incident, policy)));
    }

    private static String whyNot(IncidentView incident, Policy policy) {
        boolean asks = Behavior.find(incident.behavior())
                .map(behavior -> behavior.rule(policy).clip())
                .orElse(false);
        return asks ? "another_clip" : "by_policy";
    }
}
