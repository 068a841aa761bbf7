package org.invigil.server.store;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes the scores of an analyser that runs elsewhere. Only a service token gets here. */
@RestController
@Tag(name = "analysers")
class AnalyzeBatchController {

    private final ExternalScores scores;

    AnalyzeBatchController(ExternalScores scores) {
        this.scores = scores;
    }

    /** A session and 1 to 50 of its batches. */
    record AnalyzeBatchRequest(UUID sessionId, List<ScoreBatch> batches) {}

    /** How many batches were new and how many were stored already. */
    record AnalyzeBatchResponse(int saved, int duplicates) {}

    @PostMapping("/api/exam/analyze-batch")
    @Operation(operationId = "analyzeBatch", summary = "Save scores; a batch that is stored already changes nothing")
    AnalyzeBatchResponse save(@RequestBody AnalyzeBatchRequest request) {
        int saved = scores.save(request.sessionId(), request.batches());
        return new AnalyzeBatchResponse(saved, request.batches().size() - saved);
    }
}
