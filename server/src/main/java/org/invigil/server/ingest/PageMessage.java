package org.invigil.server.ingest;

import java.util.Optional;
import java.util.Set;
import org.invigil.rules.watch.CameraState;
import org.invigil.rules.watch.LinkReport;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page says on the frame socket beside frames; docs/protocol.md. */
sealed interface PageMessage {

    /** No such message is longer, in characters. A frame is. */
    int MAX_CHARS = 1_024;

    /** Nothing but that the page is there. */
    record Alive() implements PageMessage {}

    /**
     * How line and camera are.
     *
     * @param report as the rules take it
     * @param dropped pictures that were there and not sent, since the page opened; 0 or more
     * @param cameraLabel as the browser names the camera, 200 characters at most; null without one
     */
    record Link(LinkReport report, long dropped, @Nullable String cameraLabel) implements PageMessage {

        private static final int MAX_LABEL_CHARS = 200;
        private static final double MAX_FPS = 1_000;

        private static Link of(JsonNode message) throws BadFrameException {
            JsonNode label = message.path("camera_label");
            if (!label.isMissingNode() && !label.isNull() && !label.isString()) {
                throw bad();
            }
            if (!message.path("hidden").isBoolean()) {
                throw bad();
            }
            String name = label.isString() ? label.stringValue() : null;
            return new Link(
                    new LinkReport(
                            count(message.path("buffered_bytes")),
                            fps(message.path("could_fps")),
                            WireNamed.find(
                                            CameraState.class,
                                            message.path("camera").asString(""))
                                    .orElseThrow(Link::bad),
                            message.path("hidden").booleanValue()),
                    count(message.path("dropped")),
                    name == null || name.length() <= MAX_LABEL_CHARS ? name : name.substring(0, MAX_LABEL_CHARS));
        }

        private static long count(JsonNode value) throws BadFrameException {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw bad();
            }
            return value.longValue();
        }

        private static double fps(JsonNode value) throws BadFrameException {
            double fps = value.isNumber() ? value.doubleValue() : -1;
            if (!(fps >= 0 && fps <= MAX_FPS)) {
                throw bad();
            }
            return fps;
        }

        private static BadFrameException bad() {
            return new BadFrameException(FrameErrorCode.BAD_LINK, null);
        }
    }

    /** Types of this kind; everything else is a frame or nothing. */
    Set<String> TYPES = Set.of("alive", "link");

    JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads one; empty if it is none of these, but perhaps a frame.
     *
     * @throws BadFrameException if it is one and does not say what belongs to it
     */
    static Optional<PageMessage> read(String message) throws BadFrameException {
        if (message.length() > MAX_CHARS) {
            return Optional.empty();
        }
        JsonNode root;
        try {
            root = JSON.readTree(message);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        String type = root.path("type").asString("");
        if (!TYPES.contains(type)) {
            return Optional.empty();
        }
        return Optional.of(type.equals("link") ? Link.of(root) : new Alive());
    }
}
