package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.invigil.server.ServerTest;
import org.invigil.server.TestDatabase;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.TestSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** Several roles of one person, and their change. */
@ServerTest
class RolesTests {

    @Autowired
    TestPeople people;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    Profiles profiles;

    @Autowired
    Environment environment;

    @Test
    void aPersonOfSeveralRolesIsEachOfThem() {
        Person both = people.person(PersonRole.STUDENT, PersonRole.PROCTOR);
        assertThat(both.http().get("/api/auth/me").json().path("roles").toString())
                .isEqualTo("[\"student\",\"proctor\"]");
        people.start(both, people.exam());
        Person other = people.student();
        UUID watched = people.start(other, people.exam());
        assertThat(both.http().get("/api/sessions/" + watched).status()).isEqualTo(200);
        assertThat(both.http().get("/api/profiles").status()).isEqualTo(403);
    }

    @Test
    void otherRolesEndTheSignInAndTheSocketsWithIt() {
        Person admin = people.admin();
        Person proctor = people.proctor();
        UUID session = people.start(people.student(), people.exam());
        try (TestSocket live = TestSocket.open(people.port(), proctor.http(), "/live")) {
            live.next();
            JsonNode changed =
                    put(admin, proctor, List.of("reviewer"), List.of()).json();
            assertThat(changed.path("roles").toString()).isEqualTo("[\"reviewer\"]");
            assertThat(changed.path("every_exam_roles").size()).isZero();
            assertThat(live.closeCode()).isEqualTo(1008);
        }
        assertThat(proctor.http().get("/api/auth/me").status()).isEqualTo(401);
        TestHttp again = new TestHttp(people.port()).signIn(proctor.profile().username(), TestPeople.PASSWORD);
        assertThat(again.get("/api/sessions/" + session).status())
                .as("assigned to nothing any more")
                .isEqualTo(404);
        assertThat(TestSocket.refusal(people.port(), again, "/live", "http://localhost:" + people.port()))
                .isEqualTo(403);
    }

    /** What an admin can do to an account while somebody signs in to it. */
    private enum Change {
        ROLES,
        PASSWORD,
        DISABLED
    }

    @ParameterizedTest
    @EnumSource
    void aSignInThatAChangeHasOvertakenEnds(Change change) throws Exception {
        Person person = people.proctor();
        person.http().post("/api/auth/sign-out", null); // there is nothing yet that the change could end
        Actor admin = people.admin().actor();
        TestHttp browser = new TestHttp(people.port());
        browser.get("/api/auth/me");
        CompletableFuture<TestHttp.Answer> signingIn;
        try (Connection superuser = TestDatabase.superuser(environment.getRequiredProperty("invigil.database.url"));
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("LOCK TABLE spring_session IN SHARE MODE"); // a checked sign-in waits to be stored
            signingIn = CompletableFuture.supplyAsync(
                    () -> browser.signInAgain(person.profile().username(), TestPeople.PASSWORD));
            await().until(() -> isWaited(statement));
            switch (change) {
                case ROLES -> profiles.changeRoles(admin, person.id(), RoleGrant.of(Set.of(PersonRole.STUDENT), null));
                case PASSWORD -> profiles.changePassword(admin, person.id(), "another-horse-battery");
                case DISABLED -> profiles.setDisabled(admin, person.id(), true);
            }
            superuser.rollback();
        }
        assertThat(signingIn.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        await("the sign-in ends").until(() -> browser.get("/api/auth/me").status() == 401);
    }

    private static boolean isWaited(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'spring_session'::regclass AND NOT granted)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Test
    void theSameRolesLeaveTheSignInAlone() {
        Person proctor = people.proctor();
        TestHttp.Answer changed = put(people.admin(), proctor, List.of("proctor", "reviewer"), List.of("proctor"));
        assertThat(changed.json().path("every_exam_roles").toString()).isEqualTo("[\"proctor\"]");
        assertThat(proctor.http().get("/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void assignmentsGoWithTheirRole() {
        Person admin = people.admin();
        UUID exam = people.exam();
        Person author = people.staff(PersonRole.AUTHOR, exam, null);
        put(admin, author, List.of("student"), List.of());
        put(admin, author, List.of("author"), List.of());
        assertThat(admin.http().get("/api/exams/" + exam + "/staff").text())
                .doesNotContain(author.id().toString());
    }

    @Test
    void rolesThatMakeNoSenseAreRefused() {
        Person admin = people.admin();
        Person student = people.student();
        assertThat(put(admin, student, List.of(), List.of()).status()).isEqualTo(400);
        assertThat(put(admin, student, List.of("student"), List.of("proctor")).code())
                .isEqualTo("invalid_roles");
        assertThat(put(admin, student, List.of("admin"), List.of("admin")).code())
                .isEqualTo("invalid_roles");
        assertThat(put(admin, student, List.of("king"), List.of()).code()).isEqualTo("invalid_request");
        assertThat(student.http().get("/api/auth/me").status()).isEqualTo(200);
    }

    /** In a transaction that is rolled back, for other tests have admins of their own. */
    @Test
    void theLastAdminStaysOne() {
        Person admin = people.admin();
        List<UUID> others = transactions.run(
                Actor.SYSTEM,
                jdbc -> jdbc.sql("""
                                UPDATE profiles SET disabled_at = now() WHERE disabled_at IS NULL AND id <> ?
                                   AND id IN (SELECT profile_id FROM profile_roles WHERE role = 'admin') RETURNING id""").param(admin.id()).query(UUID.class).list());
        try {
            assertThat(put(admin, admin, List.of("student"), List.of()).code()).isEqualTo("last_admin");
            assertThat(admin.http().get("/api/auth/me").json().path("roles").toString())
                    .isEqualTo("[\"admin\"]");
        } finally {
            transactions.run(Actor.SYSTEM, jdbc -> jdbc.sql("UPDATE profiles SET disabled_at = NULL WHERE id = ANY (?)")
                    .param(others.toArray(UUID[]::new))
                    .update());
        }
        people.admin();
        assertThat(put(admin, admin, List.of("student"), List.of()).status())
                .as("there is another")
                .isEqualTo(200);
    }

    private static TestHttp.Answer put(Person admin, Person person, List<String> roles, List<String> everyExam) {
        return admin.http()
                .put("/api/profiles/" + person.id() + "/roles", Map.of("roles", roles, "every_exam_roles", everyExam));
    }
}
