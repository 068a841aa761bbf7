package org.invigil.server.exam;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Actor;
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

/** Exams: everybody reads those they may sit or attend, authors write theirs. */
@RestController
@RequestMapping("/api/exams")
@Tag(name = "exams")
class ExamController {

    private final Exams exams;

    ExamController(Exams exams) {
        this.exams = exams;
    }

    record ExamList(List<ExamView.ExamSummary> exams) {}

    @GetMapping
    @Operation(operationId = "listExams", summary = "Exams that one may sit or attends, the next to close first")
    ExamList list(Actor actor) {
        return new ExamList(exams.list(actor));
    }

    @GetMapping("/{exam_id}")
    @Operation(operationId = "getExam", summary = "One exam: the whole for staff, its cover for students")
    ExamView get(Actor actor, @PathVariable("exam_id") UUID examId) {
        return exams.get(actor, examId);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createExam", summary = "Create an exam")
    ExamView.Exam create(Actor actor, @Valid @RequestBody ExamInput input) {
        return exams.create(actor, input);
    }

    @PutMapping("/{exam_id}")
    @Operation(operationId = "replaceExam", summary = "Change an exam; its questions only while nobody has sat it")
    ExamView.Exam replace(Actor actor, @PathVariable("exam_id") UUID examId, @Valid @RequestBody ExamInput input) {
        return exams.replace(actor, examId, input);
    }

    @DeleteMapping("/{exam_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteExam", summary = "Delete an exam that nobody has sat")
    void delete(Actor actor, @PathVariable("exam_id") UUID examId) {
        exams.delete(actor, examId);
    }
}
