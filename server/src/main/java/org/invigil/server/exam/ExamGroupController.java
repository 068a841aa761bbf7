package org.invigil.server.exam;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
import org.invigil.server.problem.VisibleText;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The groups of an exam's students: its staff read them, its authors and admins write them. */
@RestController
@RequestMapping("/api/exams/{exam_id}/groups")
@Tag(name = "exams")
class ExamGroupController {

    private final ExamGroups groups;

    ExamGroupController(ExamGroups groups) {
        this.groups = groups;
    }

    record GroupList(List<ExamGroup> groups) {}

    /** One username an entry, in any case; empty entries are passed over, so that an entry's place is its line. */
    record GroupMembers(
            @NotNull @Size(max = ExamGroups.MAX_MEMBERS) List<@NotNull @Size(max = 64) String> usernames) {}

    record NewGroup(
            @NotBlank @VisibleText @Size(max = 120) String name,
            @NotNull @Size(max = ExamGroups.MAX_MEMBERS) List<@NotNull @Size(max = 64) String> usernames) {}

    @GetMapping
    @Operation(operationId = "listGroups", summary = "The exam's groups, with the members that one attends")
    GroupList list(Actor actor, @PathVariable("exam_id") UUID examId) {
        return new GroupList(groups.list(actor, examId));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createGroup", summary = "Create a group; all of its members or nothing")
    ExamGroup create(Actor actor, @PathVariable("exam_id") UUID examId, @Valid @RequestBody NewGroup input) {
        return groups.create(actor, examId, input.name().strip(), input.usernames());
    }

    @PutMapping("/{group_id}/members")
    @Operation(operationId = "replaceMembers", summary = "Say who is in the group; all of them or nothing is changed")
    ExamGroup replaceMembers(
            Actor actor,
            @PathVariable("exam_id") UUID examId,
            @PathVariable("group_id") UUID groupId,
            @Valid @RequestBody GroupMembers input) {
        return groups.replaceMembers(actor, examId, groupId, input.usernames());
    }

    @DeleteMapping("/{group_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteGroup", summary = "Delete a group, and the assignments to it")
    void delete(Actor actor, @PathVariable("exam_id") UUID examId, @PathVariable("group_id") UUID groupId) {
        groups.delete(actor, examId, groupId);
    }
}
