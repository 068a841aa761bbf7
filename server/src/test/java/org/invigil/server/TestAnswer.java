package org.invigil.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One text answer as a page writes it: a write names the version it builds on, keeps its own when it is tried again, and goes
 * on from an earlier one whose reply was lost.
 */
public final class TestAnswer {

    private final TestHttp http;
    private final String path;
    private final Set<String> sent = new HashSet<>();
    private String version = "";
    private String text = "";
    private @Nullable String buildsOn;

    public TestAnswer(TestHttp http, Object session, String question) {
        this.http = http;
        this.path = "/api/exam/sessions/" + session + "/answers/" + question;
    }

    /**
     * Tries once to save this text; the same text is the same write.
     *
     * @throws java.io.UncheckedIOException if no answer came
     */
    public TestHttp.Answer save(String newText) {
        if (version.isEmpty() || !newText.equals(text)) {
            version = UUID.randomUUID().toString();
            text = newText;
        }
        TestHttp.Answer answer = put();
        if (answer.code().equals("answer_conflict")
                && sent.contains(answer.json().at("/stored/version").asString())) {
            buildsOn = answer.json().at("/stored/version").asString();
            answer = put();
        }
        if (answer.status() == 200) {
            buildsOn = answer.json().path("version").asString();
            sent.clear();
        }
        return answer;
    }

    private TestHttp.Answer put() {
        sent.add(version);
        return http.put(path, body(version, buildsOn, Map.of("text", text)));
    }

    /** A write as it goes over the wire. */
    public static Map<String, Object> body(Object version, @Nullable Object buildsOn, Map<String, ?> value) {
        Map<String, Object> body = new HashMap<>(Map.of("version", version.toString(), "value", value));
        body.put("builds_on", buildsOn == null ? null : buildsOn.toString());
        return body;
    }
}
