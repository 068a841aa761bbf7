package org.invigil.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whatever is sent, the answer is never the server's fault, and the log holds no stack. */
@ServerTest
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class StrangeRequestTests {

    private static final byte[] NOTHING = {};

    /** What HTTP asks for where an encoding or a method is unknown. */
    private static final int NOT_IMPLEMENTED = 501;

    private static final String ID = "00000000-0000-4000-8000-000000000000";
    private static final String LONG = "a".repeat(3000);

    /** For a part of a path or the value of a parameter, as it stands on the wire. */
    private static final List<String> WORDS = List.of(
            "",
            "x",
            "%00",
            "a%00b",
            "%FF",
            "%C0%80",
            "%ED%A0%80",
            "%E2%80%AE",
            "%F0%9F%98%80",
            "%",
            "%zz",
            "%0d%0aX:1",
            "%25",
            "_",
            "..%2f..",
            "..",
            "a;b=c",
            "0",
            "-1",
            "1.5",
            "1e5",
            "99999999999999999999",
            "NaN",
            "null",
            "true",
            "'%20OR%201=1--",
            ID + "x",
            ID.replace("-", ""),
            "0-0-0-0-0",
            LONG,
            "%7B%7D",
            "%5B%5D",
            "$%7B1%7D",
            "\u00e9");

    private static final List<String> HEADERS = List.of(
            "Origin",
            "Host",
            "Range",
            "If-Range",
            "If-None-Match",
            "If-Modified-Since",
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "Accept-Charset",
            "Content-Type",
            "Content-Length",
            "Transfer-Encoding",
            "Expect",
            "Cookie",
            "Authorization",
            "X-XSRF-TOKEN",
            "X-Request-ID",
            "Upgrade",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "Forwarded",
            "X-HTTP-Method-Override",
            "traceparent",
            "Access-Control-Request-Method",
            "Sec-WebSocket-Key",
            "Referer");

    private static final List<String> HEADER_VALUES = List.of(
            "",
            " ",
            "x",
            "\u00ff\u00fe",
            "\u0001",
            "\"",
            ";;==",
            "[",
            "://",
            "http://",
            "http://[::1",
            "http://a b",
            "null",
            "*/*;q=x",
            "a/b/c",
            "text/html",
            "image/png",
            "application/json;charset=klingon",
            "application/json;charset=utf-16",
            "multipart/form-data",
            "multipart/form-data;boundary=",
            "application/x-www-form-urlencoded",
            "bytes=-",
            "bytes=5-1",
            "bytes=0-99999999999999999999",
            "bytes=0-0,2-3",
            "-1",
            "99999999999999999999",
            "Bearer",
            "Bearer ",
            "Bearer \u00ff",
            "Basic !!!",
            "INVIGIL_SESSION=!!!",
            "INVIGIL_SESSION=AA==",
            "INVIGIL_SESSION=YQBi",
            "INVIGIL_SESSION=/////w==",
            "INVIGIL_BROWSER=AA",
            "=;=;$Version=1",
            "websocket",
            LONG);

    @Autowired
    TestPeople people;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private RawHttp raw = new RawHttp(0);
    private List<String> admin = List.of();
    private List<String> student = List.of();
    private String session = ID;
    private String clip = ID;
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    void makePeople() {
        raw = new RawHttp(people.port());
        admin = cookies(people.admin().http());
        TestPeople.Person sitting = people.student();
        student = cookies(sitting.http());
        session = people.start(sitting, people.exam()).toString();
        clip = UUID.randomUUID().toString();
        TestClip.upload(sitting.http(), session, clip, TestClip.webm("strange"), Map.of());
    }

    private static List<String> cookies(TestHttp browser) {
        return List.of(
                "Cookie: INVIGIL_SESSION=" + browser.cookie("INVIGIL_SESSION") + "; XSRF-TOKEN="
                        + browser.cookie("XSRF-TOKEN"),
                "X-XSRF-TOKEN: " + browser.cookie("XSRF-TOKEN"));
    }

    @Test
    void addresses(CapturedOutput output) {
        for (String route : routes()) {
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(route.indexOf(' ') + 1);
            for (String word : WORDS) {
                if (path.contains("{")) {
                    send(
                            method,
                            path.replaceFirst("\\{[^}]+}", java.util.regex.Matcher.quoteReplacement(word))
                                    .replaceAll("\\{[^}]+}", ID),
                            List.of(),
                            NOTHING);
                }
            }
            send(method, path.replaceAll("\\{[^}]+}", ID) + "?%FF=%00&=&&%", List.of(), NOTHING);
        }
        for (String word : WORDS) {
            for (String parameter :
                    List.of("exam_id", "student_id", "status", "search", "order", "limit", "offset", "nonsense")) {
                send("GET", "/api/sessions?" + parameter + "=" + word, List.of(), NOTHING);
            }
            send("GET", "/api/sessions/" + session + "/scores?max_points=" + word, List.of(), NOTHING);
            for (String path : List.of(
                    "/analyze?session=", "/events?session=", "/live?x=", "/exam/", "/assets/", "/api/", "/v3/", "/")) {
                send("GET", path + word, List.of(), NOTHING);
                send("GET", path + word, handshake("http://localhost:" + people.port()), NOTHING);
            }
        }
        nothingFailed(output);
    }

    @Test
    void headers(CapturedOutput output) {
        for (String header : HEADERS) {
            for (String value : HEADER_VALUES) {
                List<String> line = List.of(header + ": " + value);
                // In turn: each header meets each kind of route with half of the values.
                switch ((HEADERS.indexOf(header) + HEADER_VALUES.indexOf(value)) % 2) {
                    case 0 -> {
                        send("GET", "/api/sessions", line, NOTHING);
                        send("GET", "/exam/" + ID, line, NOTHING);
                    }
                    default -> {
                        send("GET", "/api/clips/" + clip + "/content", line, NOTHING);
                        send("POST", "/api/service-tokens", line, bytes("{}"));
                    }
                }
            }
        }
        for (String value : HEADER_VALUES) {
            send("GET", "/analyze?session=" + session, handshake(value), NOTHING);
            send("GET", "/live", handshake(value), NOTHING);
            send("PUT", "/api/exams/" + ID, List.of("Content-Type: " + value), bytes("a=%zz&%FF=%00"));
            send("POST", "/api/exam/upload-video", List.of("Content-Type: " + value), bytes("--x\r\n\u0000"));
        }
        for (String method : List.of("FOO", "TRACE", "CONNECT", "OPTIONS", "HEAD", "PATCH", "get", "G(T")) {
            send(method, "/api/exams", List.of(), NOTHING);
            send(method, "/api/exams", List.of("Origin: ://", "Access-Control-Request-Method: GET"), NOTHING);
        }
        nothingFailed(output);
    }

    @Test
    void aPageOfAnotherSiteIsRefusedHoweverItNamesItself() {
        for (String origin : List.of("http://other.example", "://", "http://[::1", "null", "\u00ff")) {
            assertThat(raw.send("GET", "/live", both(admin, handshake(origin)), NOTHING)
                            .status())
                    .as(origin)
                    .isIn(400, 403);
        }
    }

    @Test
    void bodies(CapturedOutput output) {
        List<byte[]> bodies = new ArrayList<>(List.of(
                NOTHING,
                bytes("null"),
                bytes("[]"),
                bytes("1"),
                bytes("\"x\""),
                bytes("{"),
                bytes("{} {}"),
                bytes("{\"a\":1,\"a\":2}"),
                bytes("\u0000"),
                bytes("{\"\\u0000\":\"\\u0000\"}"),
                bytes("{\"\\ud800\":\"\\udfff\"}"),
                bytes("[".repeat(100_000)),
                bytes("{\"a\":".repeat(100_000)),
                bytes("{\"a\":" + "9".repeat(5_000) + "}"),
                bytes("{\"a\":1e999999999}"),
                "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_16),
                new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}));
        for (String route : routes()) {
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]+}", ID);
            if (!method.equals("GET")) {
                bodies.forEach(body -> send(method, path, List.of("Content-Type: application/json"), body));
            }
        }
        for (String part :
                List.of("clip_id", "session_id", "behavior", "recorded_at", "duration_ms", "sha256", "file")) {
            for (String value :
                    List.of("", "\u0000", "\u00ff", "-999999999-01-01T00:00:00Z", "99999999999999999999", LONG)) {
                send(
                        "POST",
                        "/api/exam/upload-video",
                        List.of("Content-Type: multipart/form-data; boundary=xyz"),
                        form(part, value));
            }
        }
        nothingFailed(output);
    }

    private byte[] form(String strangePart, String strangeValue) {
        Map<String, String> parts = Map.of(
                "clip_id", UUID.randomUUID().toString(),
                "session_id", session,
                "behavior", "absent",
                "recorded_at", "2026-01-01T00:00:00Z",
                "duration_ms", "10000",
                "sha256", "0".repeat(64),
                "file", "x");
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        parts.forEach((name, value) -> form.writeBytes(bytes("--xyz\r\nContent-Disposition: form-data; name=\"" + name
                + "\""
                + (name.equals("file") ? "; filename=\"" + (strangePart.equals(name) ? strangeValue : "x") + "\"" : "")
                + "\r\n\r\n" + (name.equals(strangePart) ? strangeValue : value) + "\r\n")));
        form.writeBytes(bytes("--xyz--\r\n"));
        return form.toByteArray();
    }

    private static List<String> handshake(String origin) {
        return List.of(
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 12", // so that none of them opens
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Origin: " + origin);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private void send(String method, String target, List<String> headers, byte[] body) {
        List<String> person = target.startsWith("/api/exam/") || target.startsWith("/analyze") ? student : admin;
        RawHttp.Reply reply = raw.send(method, target, both(person, headers), body);
        if (reply.status() >= 500 && reply.status() != NOT_IMPLEMENTED) {
            wrong.add(method + " " + target + " " + headers + " "
                    + new String(body, 0, Math.min(body.length, 60), StandardCharsets.ISO_8859_1) + " -> "
                    + reply.status());
        }
    }

    private void nothingFailed(CapturedOutput output) {
        assertThat(wrong).isEmpty();
        assertThat(output.getAll().lines().filter(line -> line.startsWith("\tat ") || line.contains(" ERROR ")))
                .as("stacks and errors in the log")
                .isEmpty();
        assertThat(raw.send("GET", "/api/auth/me", admin, NOTHING).status())
                .as("and the sign-in still holds")
                .isEqualTo(200);
    }

    /** Every route; signing out is left out, for it would end what the others need. */
    private java.util.Set<String> routes() {
        TreeSet<String> routes = new TreeSet<>();
        mappings.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                .filter(path -> path.startsWith("/api/") && !path.endsWith("/sign-out"))
                .forEach(path ->
                        info.getMethodsCondition().getMethods().forEach(method -> routes.add(method + " " + path))));
        return routes;
    }
}
