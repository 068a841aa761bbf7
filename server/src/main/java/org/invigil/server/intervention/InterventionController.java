package org.invigil.server.intervention;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stepping in, for staff; what was done, for staff and for the student whose sitting it is. */
@RestController
@RequestMapping("/api/sessions/{session_id}/interventions")
@Tag(name = "interventions")
class InterventionController {

    private final Interventions interventions;

    InterventionController(Interventions interventions) {
        this.interventions = interventions;
    }

    /**
     * @param category the first level of the reason, to which the second must belong
     * @param note read by the student too; needed where the reason is {@code other}
     * @param minutes 1 to 600, for {@code more_time} alone
     */
    record StepIn(
            @NotNull InterventionKind kind,
            Reason.@NotNull Category category,
            @NotNull Reason reason,
            @Nullable @VisibleText @Size(max = 300) String note,
            @Nullable @Min(1) @Max(600) Integer minutes) {

        Interventions.Wish wish() {
            String said = note == null || note.isBlank() ? null : note.strip();
            if (reason.category() != category) {
                throw InterventionException.invalid(
                        "reason",
                        "does not belong to " + category.wireName() + ": " + reason.wireName() + " is under "
                                + reason.category().wireName());
            }
            if (reason == Reason.OTHER && said == null) {
                throw InterventionException.invalid("note", "must say why, as the reason is other");
            }
            if ((minutes == null) == (kind == InterventionKind.MORE_TIME)) {
                throw InterventionException.invalid(
                        "minutes",
                        minutes == null ? "must say how much more time" : "is for more_time alone: leave it out");
            }
            return new Interventions.Wish(kind, reason, said, minutes);
        }
    }

    record InterventionList(List<Intervention> interventions) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "stepIn", summary = "Pause, resume, give more time or end, with a reason")
    Intervention stepIn(Actor actor, @PathVariable("session_id") UUID sessionId, @Valid @RequestBody StepIn input) {
        return interventions.stepIn(actor, sessionId, input.wish());
    }

    @GetMapping
    @Operation(operationId = "listInterventions", summary = "Everything that was done to a session, oldest first")
    InterventionList list(Actor actor, @PathVariable("session_id") UUID sessionId) {
        return new InterventionList(interventions.of(actor, sessionId));
    }
}
