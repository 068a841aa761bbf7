package org.invigil.server;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Uploads as a browser makes them. */
public final class TestClip {

    private static final String BOUNDARY = "test-boundary-7f3a";
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    public static final String PATH = "/api/exam/upload-video";

    private TestClip() {}

    /** Bytes that begin as a WebM file does, different for every text. */
    public static byte[] webm(String text) {
        byte[] header = HexFormat.of()
                .parseHex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffff");
        byte[] rest = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[header.length + rest.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(rest, 0, all, header.length, rest.length);
        return all;
    }

    /** Posts the file; {@code changes} replaces or, with an empty value, removes fields. */
    public static TestHttp.Answer upload(
            TestHttp http, String sessionId, String clipId, byte[] file, Map<String, String> changes) {
        byte[] form = form(sessionId, clipId, file, changes);
        return http.send("POST", PATH, BodyPublishers.ofByteArray(form), CONTENT_TYPE);
    }

    /** The whole form as it goes over the line. */
    public static byte[] form(String sessionId, String clipId, byte[] file, Map<String, String> changes) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "clip_id",
                clipId,
                "session_id",
                sessionId,
                "behavior",
                "looking_left",
                "recorded_at",
                "2026-03-01T09:00:00.000Z",
                "duration_ms",
                "10000",
                "sha256",
                sha256(file)));
        fields.putAll(changes);
        fields.values().removeIf(String::isEmpty);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> write(
                body,
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value
                        + "\r\n"));
        write(
                body,
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.webm\"\r\n"
                        + "Content-Type: video/webm\r\n\r\n");
        body.writeBytes(file);
        write(body, "\r\n--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
