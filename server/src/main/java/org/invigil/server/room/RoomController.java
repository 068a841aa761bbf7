package org.invigil.server.room;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.invigil.server.exam.ExamGroups;
import org.invigil.server.exam.Exams;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.PersonRole;
import org.invigil.server.identity.Profiles;
import org.invigil.server.nodes.Nodes;
import org.invigil.server.room.RoomForecast.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether the room of an exam will fit. */
@RestController
@RequestMapping("/api/exams")
@Tag(name = "exams")
class RoomController {

    private final Exams exams;
    private final ExamGroups groups;
    private final Profiles profiles;
    private final Nodes nodes;

    RoomController(Exams exams, ExamGroups groups, Profiles profiles, Nodes nodes) {
        this.exams = exams;
        this.groups = groups;
        this.profiles = profiles;
        this.nodes = nodes;
    }

    @GetMapping("/{exam_id}/room")
    @Operation(operationId = "forecastRoom", summary = "Whether the servers that run can watch everybody in this exam")
    RoomForecast forecast(
            Actor actor,
            @PathVariable("exam_id") UUID examId,
            @Parameter(description = "who will sit at once; without it, whoever may")
                    @RequestParam(required = false)
                    @Min(1)
                    @Max(1_000_000)
                    @Nullable
                    Integer students) {
        if (!actor.isStaff()) {
            throw RoomException.forbidden();
        }
        exams.get(actor, examId);
        int grouped = groups.countStudents(examId);
        return students != null
                ? RoomForecast.of(students, Source.GIVEN, nodes.capacities())
                : grouped > 0
                        ? RoomForecast.of(grouped, Source.GROUPS, nodes.capacities())
                        : RoomForecast.of(everybody(), Source.EVERYBODY, nodes.capacities());
    }

    private int everybody() {
        return (int) profiles.list(Actor.SYSTEM).stream()
                .filter(profile -> profile.roles().contains(PersonRole.STUDENT) && profile.disabledAt() == null)
                .count();
    }
}
