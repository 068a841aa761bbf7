package org.invigil.server.evidence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.invigil.rules.wire.WireNamed;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.observe.LogContext;
import org.invigil.server.problem.FaultLog;
import org.invigil.server.problem.Problem;
import org.invigil.server.session.SittingSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;

/** Uploading clips and playing them. */
@RestController
@Tag(name = "evidence")
class ClipController {

    private static final Logger log = LoggerFactory.getLogger(ClipController.class);

    private final ClipUpload upload;
    private final ClipStore store;
    private final ActorTransactions transactions;
    private final SittingSettings settings;
    private final ClipRequests requests;
    private final FaultLog faults;

    ClipController(
            ClipUpload upload,
            ClipStore store,
            ActorTransactions transactions,
            SittingSettings settings,
            ClipRequests requests,
            Clock clock) {
        this.upload = upload;
        this.store = store;
        this.transactions = transactions;
        this.settings = settings;
        this.requests = requests;
        this.faults = new FaultLog(log, clock);
    }

    @PostMapping(path = "/api/exam/upload-video", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(operationId = "uploadVideo", summary = "Upload a clip; uploading it again gives the stored one")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Clip.class)))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Clip.class)))
    ResponseEntity<Clip> upload(
            Actor actor,
            @RequestParam("clip_id") UUID clipId,
            @RequestParam("session_id") UUID sessionId,
            @RequestParam("behavior") @Pattern(regexp = "[a-z_]{1,40}", message = "must be a behaviour, or focus_score")
                    String behavior,
            @RequestParam("recorded_at") Instant recordedAt,
            @RequestParam("duration_ms") @Min(1) @Max(60_000) long durationMs,
            @RequestParam("sha256") @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be 64 hexadecimal digits")
                    String sha256,
            @RequestParam("file") MultipartFile file) {
        LogContext.session(sessionId);
        ClipUpload.Stored stored = upload.upload(
                actor,
                new ClipUpload.Announcement(
                        clipId, sessionId, behavior, recordedAt, durationMs, sha256.toLowerCase(Locale.ROOT)),
                file,
                file.getSize());
        return ResponseEntity.status(stored.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(stored.clip());
    }

    /** Why a page cannot send a clip. */
    enum ClipLoss implements WireNamed {
        /** Nothing, or too little, was recorded around the event. */
        NOT_RECORDED,
        TOO_LARGE,
        /** Newer clips have pushed it out of the page's memory. */
        NO_ROOM
    }

    record LoseClip(@NotNull ClipLoss reason) {}

    @PostMapping("/api/exam/sessions/{session_id}/clips/{clip_id}/lost")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "loseClip", summary = "Say that a clip which was asked for cannot come")
    void lose(
            Actor actor,
            @PathVariable("session_id") UUID sessionId,
            @PathVariable("clip_id") UUID clipId,
            @Valid @RequestBody LoseClip input) {
        requests.lost(sessionId, clipId, actor, input.reason().wireName());
    }

    /** The container stops reading at the bound, before this controller sees a file. */
    @ExceptionHandler
    ResponseEntity<Problem> tooLarge(MaxUploadSizeExceededException exception) {
        return answer(EvidenceException.tooLarge(settings.clip().maxBytes()));
    }

    /** The form could not be taken in: the disk it arrives on is full, or it broke off, or is none. */
    @ExceptionHandler
    ResponseEntity<Problem> notTakenIn(MultipartException exception) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(exception);
        // Writing to a full disk is a bare IOException; what is wrong with the form or the line has classes of its own.
        if (cause.getClass() == IOException.class || cause instanceof FileSystemException) {
            EvidenceException full = EvidenceException.storageUnavailable(cause);
            faults.warn(full.code(), "An upload cannot be taken in", cause);
            return answer(full);
        }
        return answer(EvidenceException.brokenForm(exception));
    }

    private static ResponseEntity<Problem> answer(EvidenceException exception) {
        Problem problem = Problem.of(exception);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @GetMapping("/api/clips/{clip_id}/content")
    @Operation(operationId = "getClipContent", summary = "The clip's WebM; one byte range is honoured")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = ClipUpload.CONTENT_TYPE, schema = @Schema(type = "string", format = "binary")))
    @Parameter(name = HttpHeaders.IF_NONE_MATCH, in = ParameterIn.HEADER, schema = @Schema(type = "string"))
    @Nullable
    ResponseEntity<InputStreamResource> content(
            Actor actor,
            @PathVariable("clip_id") UUID clipId,
            @RequestHeader(name = "Range", required = false) @Nullable String range,
            @RequestHeader(name = "If-Range", required = false) @Nullable String ifRange,
            ServletWebRequest request,
            HttpServletResponse response) {
        Clip clip =
                transactions.run(actor, jdbc -> ClipRows.find(jdbc, clipId)).orElseThrow(EvidenceException::notFound);
        String etag = '"' + clip.sha256() + '"';
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.setCacheControl(CacheControl.noCache().cachePrivate());
        if (request.checkNotModified(etag)) { // which sets the ETag in any case, and the status where it says yes
            headers.forEach((name, values) -> response.setHeader(name, values.getFirst()));
            return null;
        }
        long size = clip.fileSizeBytes();
        Optional<HttpRange> part = ifRange == null || ifRange.equals(etag) ? oneRange(range) : Optional.empty();
        long first = part.map(asked -> asked.getRangeStart(size)).orElse(0L);
        long last = part.map(asked -> asked.getRangeEnd(size)).orElse(size - 1);
        if (first >= size) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            return ResponseEntity.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .headers(headers)
                    .build();
        }
        long length = last - first + 1;
        headers.setContentLength(length);
        if (length < size) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + first + "-" + last + "/" + size);
        }
        return ResponseEntity.status(length < size ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK)
                .headers(headers)
                .contentType(MediaType.parseMediaType(clip.contentType()))
                .body(open(clip, first, length));
    }

    /** The range that is asked for. Several, or a header that is none, give the whole file, as RFC 9110 allows. */
    private static Optional<HttpRange> oneRange(@Nullable String header) {
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(header);
            return ranges.size() == 1 ? Optional.of(ranges.getFirst()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private InputStreamResource open(Clip clip, long offset, long length) {
        try {
            return new InputStreamResource(store.open(clip.storagePath(), offset, length));
        } catch (NoSuchFileException e) {
            log.error("The object of clip {} is missing from the store", clip.id());
            throw EvidenceException.storageUnavailable(e);
        } catch (IOException e) {
            throw EvidenceException.storageUnavailable(e);
        }
    }
}
