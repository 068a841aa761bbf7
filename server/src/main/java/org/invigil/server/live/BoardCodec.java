package org.invigil.server.live;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A node's dashboard entries as one value of the database: the JSON of the live socket, deflated. */
@Component
class BoardCodec {

    /** Far more than the entries of one node; a value that claims to hold more is none. */
    private static final int MOST_JSON_BYTES = 64 << 20;

    private static final TypeReference<List<LiveSession>> SESSIONS = new TypeReference<>() {};

    private final JsonMapper json;

    BoardCodec(JsonMapper json) {
        // A node of a newer version may tell more than this one knows of.
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    byte[] encode(List<LiveSession> sessions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(json.writeValueAsBytes(sessions));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /**
     * Reads another node's entries.
     *
     * @throws IllegalArgumentException if it is no such list
     */
    List<LiveSession> decode(byte[] bytes) {
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return json.readValue(inflated.readNBytes(MOST_JSON_BYTES), SESSIONS);
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException("Not a list of dashboard entries: " + e.getMessage(), e);
        }
    }
}
