package org.invigil.server.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.identity.PersonRole;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who has to do with an exam: its staff, its authors and the groups of its students. */
@ServerTest
class ExamStaffTests {

    @Autowired
    TestPeople people;

    @Test
    void anAdminAssignsAndTakesItBack() {
        TestHttp admin = people.admin().http();
        UUID exam = people.exam();
        String path = "/api/exams/" + exam + "/staff";
        Person proctor = people.staff(PersonRole.PROCTOR, people.exam(), null);
        assertThat(proctor.http().get("/api/exams/" + exam).status()).isEqualTo(404);

        Map<String, Object> input = Map.of("profile_id", proctor.id(), "role", "proctor");
        TestHttp.Answer made = admin.post(path, input);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("username").asString())
                .isEqualTo(proctor.profile().username());
        assertThat(made.json().path("every_exam").asBoolean()).isFalse();
        assertThat(proctor.http().get("/api/exams/" + exam).status()).isEqualTo(200);
        assertThat(admin.post(path, input).code()).isEqualTo("already_assigned");
        assertThat(admin.get(path).text()).contains(proctor.id().toString());

        String assignment = made.json().path("assignment_id").asString();
        assertThat(admin.delete("/api/exams/" + people.exam() + "/staff/" + assignment)
                        .status())
                .as("of another exam")
                .isEqualTo(404);
        assertThat(admin.delete(path + "/" + assignment).status()).isEqualTo(204);
        assertThat(proctor.http().get("/api/exams/" + exam).status()).isEqualTo(404);
    }

    @Test
    void onlyWhoHasTheRoleIsAssignedAndOnlyToWhatIsThere() {
        TestHttp admin = people.admin().http();
        UUID exam = people.exam();
        String path = "/api/exams/" + exam + "/staff";
        Person author = people.person(PersonRole.AUTHOR);
        UUID group = people.group(exam, people.student());
        UUID foreign = people.group(people.exam(), people.student());

        assertThat(admin.post(path, Map.of("profile_id", author.id(), "role", "proctor"))
                        .code())
                .isEqualTo("invalid_roles");
        assertThat(admin.post(path, Map.of("profile_id", author.id(), "role", "admin"))
                        .code())
                .isEqualTo("invalid_roles");
        assertThat(admin.post(path, Map.of("profile_id", author.id(), "role", "author", "group_id", group))
                        .code())
                .as("authors have no groups")
                .isEqualTo("invalid_roles");
        Person proctor = people.proctor();
        assertThat(admin.post(path, Map.of("profile_id", proctor.id(), "role", "proctor", "group_id", foreign))
                        .status())
                .as("a group of another exam")
                .isEqualTo(404);
        assertThat(admin.post(
                                "/api/exams/" + UUID.randomUUID() + "/staff",
                                Map.of("profile_id", proctor.id(), "role", "proctor"))
                        .status())
                .isEqualTo(404);
        assertThat(admin.get("/api/exams/" + UUID.randomUUID() + "/staff").status())
                .isEqualTo(404);
    }

    @Test
    void aGroupTakesAllOfItsMembersOrNone() {
        TestHttp author = people.staff(PersonRole.AUTHOR, people.exam(), null).http();
        UUID exam = UUID.fromString(author.post("/api/exams", TestPeople.examInput(Instant.now()))
                .json()
                .path("exam_id")
                .asString());
        Person ada = people.student();
        Person bob = people.student();
        Person proctor = people.proctor();
        String path = "/api/exams/" + exam + "/groups";
        TestHttp.Answer refused = author.post(
                path,
                Map.of(
                        "name",
                        "Room 1",
                        "usernames",
                        List.of(
                                ada.profile().username(),
                                "",
                                "no.such.name",
                                proctor.profile().username())));
        assertThat(refused.status()).isEqualTo(400);
        JsonNode errors = refused.json().path("errors");
        assertThat(errors.size()).isEqualTo(2);
        assertThat(errors.at("/0/field").asString()).isEqualTo("usernames[2]");
        assertThat(errors.at("/0/message").asString()).isEqualTo("nobody has the username no.such.name");
        assertThat(errors.at("/1/field").asString()).isEqualTo("usernames[3]");
        assertThat(errors.at("/1/message").asString()).contains("is no student");
        assertThat(author.get(path).json().path("groups").size()).isZero();

        String shouted = ada.profile().username().toUpperCase(java.util.Locale.ROOT);
        TestHttp.Answer made = author.post(path, Map.of("name", "Room 1", "usernames", List.of(shouted, "", shouted)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("members").size()).isEqualTo(1);
        assertThat(made.json().at("/members/0/id").asString())
                .isEqualTo(ada.id().toString());
        assertThat(author.post(path, Map.of("name", "Room 1", "usernames", List.of()))
                        .code())
                .isEqualTo("group_name_taken");

        String members = path + "/" + made.json().path("group_id").asString() + "/members";
        assertThat(author.put(members, Map.of("usernames", List.of(bob.profile().username(), "no.such.name")))
                        .status())
                .isEqualTo(400);
        assertThat(author.get(path).text())
                .contains(ada.id().toString())
                .doesNotContain(bob.id().toString());
        TestHttp.Answer changed =
                author.put(members, Map.of("usernames", List.of(bob.profile().username())));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(author.get(path).text())
                .contains(bob.id().toString())
                .doesNotContain(ada.id().toString());

        assertThat(author.delete(path + "/" + made.json().path("group_id").asString())
                        .status())
                .isEqualTo(204);
        assertThat(author.get(path).json().path("groups").size()).isZero();
    }

    @Test
    void whoCreatesAnExamIsItsAuthorAndWritesNoOther() {
        Person author = people.person(PersonRole.AUTHOR);
        UUID foreign = people.exam();
        assertThat(author.http().get("/api/exams").json().path("exams").size()).isZero();
        TestHttp.Answer made = author.http().post("/api/exams", TestPeople.examInput(Instant.now()));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String own = "/api/exams/" + made.json().path("exam_id").asString();
        JsonNode listed = author.http().get("/api/exams").json().path("exams");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.at("/0/on_staff").asBoolean()).isTrue();
        assertThat(listed.at("/0/admission").isNull()).isTrue();
        assertThat(author.http().put(own, TestPeople.examInput(Instant.now())).status())
                .isEqualTo(200);
        assertThat(author.http()
                        .put("/api/exams/" + foreign, TestPeople.examInput(Instant.now()))
                        .status())
                .isEqualTo(404);
        assertThat(author.http().delete("/api/exams/" + foreign).status()).isEqualTo(404);

        Person student = people.student();
        people.start(student, UUID.fromString(made.json().path("exam_id").asString()));
        assertThat(author.http().put(own, TestPeople.examInput(Instant.now())).code())
                .as("sat, though its author sees no sitting")
                .isEqualTo("exam_in_use");
        assertThat(author.http().delete(own).code()).isEqualTo("exam_in_use");
    }

    @Test
    void aStudentWhoProctorsSitsOneExamAndAttendsAnother() {
        Person both = people.person(PersonRole.STUDENT, PersonRole.AUTHOR);
        UUID sat = people.exam();
        UUID attended = people.exam();
        people.assign(both.id(), PersonRole.AUTHOR, attended, null);
        assertThat(both.http().get("/api/exams/" + sat).json().has("questions"))
                .as("a cover")
                .isFalse();
        assertThat(both.http().get("/api/exams/" + attended).json().has("questions"))
                .isTrue();
        people.start(both, sat);
        both.http().get("/api/exams").json().path("exams").forEach(exam -> assertThat(
                        exam.path("on_staff").asBoolean())
                .isEqualTo(exam.path("exam_id").asString().equals(attended.toString())));
    }
}
