package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.invigil.server.TestHttp;
import org.invigil.server.TestPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@ServerTest
class IdentityTests {

    @Autowired
    TestPeople people;

    @Autowired
    TestClock clock;

    @Autowired
    Environment environment;

    @Test
    void signingInGivesAStrictCookieAndSigningOutEndsIt() {
        TestPeople.Person student = people.student();
        TestHttp browser = people.nobody();
        TestHttp.Answer before = browser.get("/api/auth/me");
        assertThat(before.status()).isEqualTo(401);
        assertThat(before.code()).isEqualTo("unauthenticated");
        String csrfBefore = browser.cookie("XSRF-TOKEN");
        assertThat(csrfBefore).isNotEmpty();

        TestHttp.Answer in = browser.post(
                "/api/auth/sign-in",
                Map.of(
                        "username",
                        student.profile().username().toUpperCase(java.util.Locale.ROOT),
                        "password",
                        TestPeople.PASSWORD));
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.json().path("display_name").asString()).startsWith("Test student");
        assertThat(in.json().path("roles").toString()).isEqualTo("[\"student\"]");
        String cookie = in.response().headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("INVIGIL_SESSION="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
        assertThat(browser.cookie("XSRF-TOKEN")).isNotEqualTo(csrfBefore);
        assertThat(browser.get("/api/auth/me").status()).isEqualTo(200);

        String session = browser.cookie("INVIGIL_SESSION");
        browser.post(
                "/api/auth/sign-in", Map.of("username", student.profile().username(), "password", TestPeople.PASSWORD));
        assertThat(browser.cookie("INVIGIL_SESSION"))
                .as("a new id at every sign-in")
                .isNotEqualTo(session);

        assertThat(browser.post("/api/auth/sign-out", null).status()).isEqualTo(204);
        assertThat(browser.get("/api/auth/me").status()).isEqualTo(401);
    }

    @Test
    void guessingIsSlowedDownForThatNameAtThatAddressOnly() {
        TestPeople.Person victim = people.student();
        TestPeople.Person neighbour = people.student();
        TestHttp browser = people.nobody();
        browser.get("/api/auth/me");
        for (int i = 0; i < 5; i++) {
            TestHttp.Answer wrong = signIn(browser, victim, "wrong-password");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.code()).isEqualTo("bad_credentials");
        }
        TestHttp.Answer refused = signIn(browser, victim, TestPeople.PASSWORD);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("too_many_attempts");
        assertThat(signIn(browser, neighbour, TestPeople.PASSWORD).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(6));
        assertThat(signIn(browser, victim, TestPeople.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void anAdminMakesDisablesAndRestoresPeople() {
        TestPeople.Person admin = people.admin();
        String name = "new." + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> input = Map.of("username", name, "display_name", "New", "roles", List.of("student"));
        TestHttp.Answer made = admin.http().post("/api/profiles", input);
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().at("/profile/id").asString();
        String password = made.json().path("password").asString();
        assertThat(admin.http().post("/api/profiles", input).code()).isEqualTo("username_taken");

        TestHttp theirs = new TestHttp(people.port()).signIn(name, password);
        assertThat(theirs.get("/api/exams").status()).isEqualTo(200);
        assertThat(admin.http().post("/api/profiles/" + id + "/disable", null).status())
                .isEqualTo(200);
        assertThat(theirs.get("/api/exams").status())
                .as("signed out everywhere")
                .isEqualTo(401);
        TestHttp again = people.nobody();
        again.get("/api/auth/me");
        assertThat(again.post("/api/auth/sign-in", Map.of("username", name, "password", password))
                        .code())
                .isEqualTo("bad_credentials");

        admin.http().post("/api/profiles/" + id + "/enable", null);
        String second = admin.http()
                .post("/api/profiles/" + id + "/password", Map.of())
                .json()
                .path("password")
                .asString();
        assertThat(second).isNotEqualTo(password);
        new TestHttp(people.port()).signIn(name, second);
        assertThat(admin.http()
                        .post("/api/profiles/" + admin.id() + "/disable", null)
                        .code())
                .isEqualTo("own_account");
    }

    @Test
    void aServiceTokenWorksUntilItIsRevoked() {
        TestPeople.Person admin = people.admin();
        TestHttp.Answer made = admin.http().post("/api/service-tokens", Map.of("name", "lab"));
        TestHttp machine = new TestHttp(people.port(), made.json().path("token").asString());
        assertThat(machine.get("/api/exams").status())
                .as("known, but not for this")
                .isEqualTo(403);
        assertThat(admin.http()
                        .delete("/api/service-tokens/" + made.json().path("id").asString())
                        .status())
                .isEqualTo(204);
        assertThat(machine.get("/api/exams").status()).isEqualTo(401);
        assertThat(admin.http().get("/api/service-tokens").text())
                .doesNotContain(made.json().path("token").asString());
    }

    private static TestHttp.Answer signIn(TestHttp browser, TestPeople.Person person, String password) {
        return browser.post(
                "/api/auth/sign-in", Map.of("username", person.profile().username(), "password", password));
    }

    /** PostgreSQL refuses the second statement, as a crash between the two would leave it out. */
    @Test
    void anAccountWithoutItsPasswordIsNoAccount() throws Exception {
        TestHttp admin = people.admin().http();
        Map<String, Object> input = Map.of(
                "username",
                "half.made",
                "display_name",
                "Half made",
                "roles",
                List.of("admin"),
                "password",
                TestPeople.PASSWORD);
        try (Connection owner = DriverManager.getConnection(
                        environment.getRequiredProperty("invigil.database.url"),
                        environment.getRequiredProperty("invigil.database.owner.username"),
                        environment.getRequiredProperty("invigil.database.owner.password"));
                Statement statement = owner.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION refuse_half_made() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF EXISTS (SELECT 1 FROM profiles WHERE id = NEW.profile_id AND username = 'half.made') THEN
                            RAISE EXCEPTION 'refused by the test';
                        END IF;
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER refuse_half_made BEFORE INSERT ON credentials
                        FOR EACH ROW EXECUTE FUNCTION refuse_half_made()""");
            try {
                assertThat(admin.post("/api/profiles", input).status()).isEqualTo(500);
            } finally {
                statement.execute("DROP TRIGGER refuse_half_made ON credentials; DROP FUNCTION refuse_half_made");
            }
        }
        assertThat(admin.get("/api/profiles").text()).doesNotContain("half.made");
        assertThat(admin.post("/api/profiles", input).status())
                .as("the name is free, and the try can be repeated")
                .isEqualTo(201);
        people.nobody().signIn("half.made", TestPeople.PASSWORD);
    }
}
