package org.invigil.server;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.PersonRole;
import org.invigil.server.identity.Profile;
import org.invigil.server.identity.Profiles;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/** Makes people and exams for a test, each with a name of its own. */
public final class TestPeople {

    public static final String PASSWORD = "correct-horse-battery";

    private static final AtomicInteger number = new AtomicInteger();

    private final Profiles profiles;
    private final ApplicationContext context;
    private @Nullable TestHttp examiner;

    TestPeople(Profiles profiles, ApplicationContext context) {
        this.profiles = profiles;
        this.context = context;
    }

    /** Somebody and their browser, signed in. */
    public record Person(Profile profile, TestHttp http) {
        public UUID id() {
            return profile.id();
        }

        public Actor actor() {
            return new Actor(
                    profile.roles().stream()
                            .map(role -> Actor.Role.valueOf(role.name()))
                            .collect(Collectors.toSet()),
                    profile.id());
        }
    }

    public int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    public Person student() {
        return person(PersonRole.STUDENT);
    }

    /** A proctor and reviewer of every exam. */
    public Person proctor() {
        return person(PersonRole.PROCTOR, PersonRole.REVIEWER);
    }

    public Person admin() {
        return person(PersonRole.ADMIN);
    }

    public TestHttp nobody() {
        return new TestHttp(port());
    }

    /** A machine with a new service token. */
    public TestHttp analyzer() {
        String token = examiner()
                .post("/api/service-tokens", Map.of("name", "test"))
                .json()
                .path("token")
                .asString();
        return new TestHttp(port(), token);
    }

    /** An exam that is open from an hour ago for eight hours, with one question of each kind. */
    public UUID exam() {
        return exam(Map.of());
    }

    /** The same with a policy that differs so far from the default. */
    public UUID exam(Map<String, Object> policy) {
        Map<String, Object> input =
                new HashMap<>(examInput(java.time.Instant.now().minusSeconds(3600)));
        input.put("policy", policy);
        return UUID.fromString(
                examiner().post("/api/exams", input).json().path("exam_id").asString());
    }

    /** The body of such an exam. */
    public static Map<String, Object> examInput(java.time.Instant opensAt) {
        List<Map<String, String>> options =
                List.of(Map.of("option_id", "a", "text", "Yes"), Map.of("option_id", "b", "text", "No"));
        return Map.of(
                "title",
                "Exam " + number.incrementAndGet(),
                "description",
                "Made by a test",
                "opens_at",
                opensAt.toString(),
                "closes_at",
                opensAt.plusSeconds(8 * 3600).toString(),
                "duration_minutes",
                60,
                "questions",
                List.of(
                        Map.of("kind", "single_choice", "prompt", "One?", "options", options),
                        Map.of("kind", "multiple_choice", "prompt", "Which?", "options", options),
                        Map.of("kind", "text", "prompt", "Why?", "options", List.of())),
                "policy",
                Map.of());
    }

    /** The session of a student who has just started the exam. */
    public UUID start(Person student, UUID examId) {
        TestHttp.Answer answer = student.http()
                .post(
                        "/api/exam/start",
                        Map.of("exam_id", examId.toString(), "consent", Map.of("version", "1", "accepted", true)));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return UUID.fromString(answer.json().path("session_id").asString());
    }

    /** One admin who makes what tests need, as long as the sign-in lasts: making a person takes two slow password hashes. */
    private synchronized TestHttp examiner() {
        if (examiner == null || examiner.get("/api/auth/me").status() != 200) {
            examiner = admin().http();
        }
        return examiner;
    }

    /** A student of this name. */
    public Person student(String username, String displayName) {
        return person(username, displayName, Set.of(PersonRole.STUDENT));
    }

    /** Somebody of these roles; proctors and reviewers for every exam, authors for none. */
    public Person person(PersonRole first, PersonRole... others) {
        String name = first.wireName() + "." + number.incrementAndGet();
        return person(name, "Test " + name, EnumSet.of(first, others));
    }

    /** A proctor, reviewer or author of this exam alone, or of one group of its students. */
    public Person staff(PersonRole role, UUID examId, @Nullable UUID groupId) {
        String name = role.wireName() + "." + number.incrementAndGet();
        Map<String, Object> input = Map.of(
                "username",
                name,
                "display_name",
                "Test " + name,
                "roles",
                List.of(role.wireName()),
                "every_exam_roles",
                List.of(),
                "password",
                PASSWORD);
        created(examiner().post("/api/profiles", input));
        Profile profile = profiles.findByUsername(name).orElseThrow();
        assign(profile.id(), role, examId, groupId);
        return new Person(profile, new TestHttp(port()).signIn(name, PASSWORD));
    }

    /** Assigns somebody who has the role, and returns the assignment. */
    public UUID assign(UUID profileId, PersonRole role, UUID examId, @Nullable UUID groupId) {
        Map<String, Object> input = new HashMap<>(Map.of("profile_id", profileId, "role", role.wireName()));
        if (groupId != null) {
            input.put("group_id", groupId);
        }
        return UUID.fromString(created(examiner().post("/api/exams/" + examId + "/staff", input))
                .json()
                .path("assignment_id")
                .asString());
    }

    /** A group of an exam's students. */
    public UUID group(UUID examId, Person... members) {
        Map<String, Object> input =
                Map.of("name", "Group " + number.incrementAndGet(), "usernames", usernames(members));
        return UUID.fromString(created(examiner().post("/api/exams/" + examId + "/groups", input))
                .json()
                .path("group_id")
                .asString());
    }

    /** Says anew who is in a group. */
    public void regroup(UUID examId, UUID groupId, Person... members) {
        String path = "/api/exams/" + examId + "/groups/" + groupId + "/members";
        TestHttp.Answer answer = examiner().put(path, Map.of("usernames", usernames(members)));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
    }

    private static List<String> usernames(Person... members) {
        return Arrays.stream(members).map(member -> member.profile().username()).toList();
    }

    private static TestHttp.Answer created(TestHttp.Answer answer) {
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return answer;
    }

    private Person person(String username, String displayName, Set<PersonRole> roles) {
        Profile profile = profiles.create(Actor.SYSTEM, username, displayName, roles, PASSWORD)
                .profile();
        return new Person(profile, new TestHttp(port()).signIn(username, PASSWORD));
    }
}
