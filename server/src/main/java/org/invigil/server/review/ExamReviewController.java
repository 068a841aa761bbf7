package org.invigil.server.review;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.identity.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is to be reviewed of an exam, and what came of it. */
@RestController
@RequestMapping("/api/exams/{exam_id}")
@Tag(name = "review")
class ExamReviewController {

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final ReviewQueues queues;
    private final ReviewStatistics statistics;
    private final ReviewLabels labels;

    ExamReviewController(ReviewQueues queues, ReviewStatistics statistics, ReviewLabels labels) {
        this.queues = queues;
        this.statistics = statistics;
        this.labels = labels;
    }

    @GetMapping("/review")
    @Operation(operationId = "listReviewCases", summary = "The sittings of an exam to review, what matters first")
    ReviewQueue queue(
            Actor actor,
            @PathVariable("exam_id") UUID examId,
            @RequestParam(defaultValue = "undecided")
                    @Pattern(regexp = "undecided|mine|decided", message = "must be undecided, mine or decided")
                    String filter,
            @Parameter(description = "the next of the page before")
                    @RequestParam(required = false)
                    @Pattern(regexp = ReviewQueues.Place.PATTERN, message = "must be the next of a page")
                    @Nullable
                    String after,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        return queues.page(
                actor, examId, WireNamed.get(ReviewFilter.class, filter), ReviewQueues.Place.of(after), limit);
    }

    @GetMapping("/review/statistics")
    @Operation(
            operationId = "getReviewStatistics",
            summary = "How often flags stood, by behaviour, and what was missed")
    ReviewStatistics.Statistics statistics(Actor actor, @PathVariable("exam_id") UUID examId) {
        return statistics.of(actor, examId);
    }

    @GetMapping("/labels")
    @Operation(operationId = "exportLabels", summary = "Decisions as labels.csv, as the accuracy bench reads it")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<String> labels(Actor actor, @PathVariable("exam_id") UUID examId) {
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("labels.csv")
                                .build()
                                .toString())
                .body(labels.of(actor, examId));
    }
}
