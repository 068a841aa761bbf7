package org.invigil.server.exam;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.PersonRole;
import org.invigil.server.identity.StaffAssignment;
import org.invigil.server.identity.StaffAssignments;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who of the staff has to do with an exam, for admins. */
@RestController
@RequestMapping("/api/exams/{exam_id}/staff")
@Tag(name = "exams")
class ExamStaffController {

    private final StaffAssignments assignments;
    private final ExamGroups groups;

    ExamStaffController(StaffAssignments assignments, ExamGroups groups) {
        this.assignments = assignments;
        this.groups = groups;
    }

    record StaffList(List<StaffAssignment> staff) {}

    record NewAssignment(
            @NotNull UUID profileId,
            @NotNull PersonRole role,
            @Nullable UUID groupId) {}

    @GetMapping
    @Operation(operationId = "listStaff", summary = "Who is assigned to the exam, those to every exam too")
    StaffList list(Actor actor, @PathVariable("exam_id") UUID examId) {
        groups.requireExam(actor, examId, null);
        return new StaffList(assignments.ofExam(actor, examId));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "assignStaff", summary = "Assign somebody to the exam, or to a group of its students")
    StaffAssignment assign(Actor actor, @PathVariable("exam_id") UUID examId, @Valid @RequestBody NewAssignment input) {
        groups.requireExam(actor, examId, input.groupId());
        return assignments.assign(actor, examId, input.profileId(), input.role(), input.groupId());
    }

    @DeleteMapping("/{assignment_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "withdrawStaff", summary = "Take an assignment back; it is over within seconds")
    void withdraw(Actor actor, @PathVariable("exam_id") UUID examId, @PathVariable("assignment_id") UUID assignmentId) {
        assignments.withdraw(actor, examId, assignmentId);
    }
}
