package org.invigil.server.devices;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestDashboard;
import org.invigil.server.TestPeople;
import org.invigil.server.TestPeople.Person;
import org.invigil.server.hints.HintKind;
import org.invigil.server.hints.Hints;
import org.invigil.server.identity.ActorTransactions;
import org.invigil.server.identity.Device;
import org.invigil.server.session.ExamSession;
import org.invigil.server.session.ExamSessions;
import org.invigil.server.session.TestSittings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Several students at one address are a hint and nothing else; a school's own network is none. */
@ServerTest
class SharedAddressesTests {

    @Autowired
    TestPeople people;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    ExamSessions sessions;

    @Autowired
    Hints hints;

    @Autowired
    Devices devices;

    @Autowired
    TestSittings sittings;

    @Autowired
    Clock clock;

    private SharedAddresses addresses;
    private UUID exam;
    private int number;

    @BeforeEach
    void schools() {
        addresses = addresses(List.of("198.51.100.0/24", "2001:db8:5::/48"));
        exam = people.exam();
    }

    private SharedAddresses addresses(List<String> known) {
        return new SharedAddresses(transactions, sessions, hints, new DeviceSettings(3, known), clock);
    }

    private record Sitting(ExamSession session, Device device) {}

    private Sitting beginAt(String network) {
        Person student = people.student();
        ExamSession session = sessions.find(people.start(student, exam)).orElseThrow();
        Device device = new Device(new UUID(9, number++), "Firefox on Linux", network);
        transactions.run(student.actor(), jdbc -> devices.claim(jdbc, session, device, null));
        return new Sitting(session, device);
    }

    private UUID sitAt(String network) {
        Sitting sitting = beginAt(network);
        addresses.seen(sitting.session(), sitting.device(), true);
        return sitting.session().sessionId();
    }

    @Test
    void whoComesAtTheSameTimeIsToldLikeEverybodyElse() {
        List<Sitting> four =
                List.of(beginAt("192.0.2.30"), beginAt("192.0.2.30"), beginAt("192.0.2.30"), beginAt("192.0.2.30"));

        addresses.seen(four.getLast().session(), four.getLast().device(), true);

        four.forEach(one -> assertThat(awaitHint(one.session().sessionId())
                        .at("/hints/0/detail")
                        .asString())
                .isEqualTo("3"));
    }

    @Test
    void whoIsConnectedAnewIsNotCountedAgain() {
        List<Sitting> three = List.of(beginAt("192.0.2.31"), beginAt("192.0.2.31"), beginAt("192.0.2.31"));
        three.forEach(one -> addresses.seen(one.session(), one.device(), true));
        SharedAddresses ofAnotherNode = addresses(List.of());
        for (int i = 0; i < 3; i++) {
            three.forEach(one -> addresses.seen(one.session(), one.device(), false));
            three.forEach(one -> ofAnotherNode.seen(one.session(), one.device(), true));
        }

        UUID first = three.getFirst().session().sessionId();
        awaitHint(first);
        hints.note(first, HintKind.CLIP_DIFFERS, "", clock.instant()); // stored after all that came before
        try (TestDashboard board =
                new TestDashboard(people.port(), people.proctor().http())) {
            board.await(first, row -> row.path("hints").toString().contains("clip_differs"));
        }
        assertThat(hintsOf(first).at("/0/times").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, true",
        "192.0.2.0/24, true",
        "2001:db8:5::/48, true",
        "2001:db8:5:1::/64, true",
        "::1, true",
        "2001:db8:5:1::/72, false",
        "2001:db8:5:1::7, false",
        "192.0.2.0/33, false"
    })
    void aKnownNetworkIsOneThatCanBeMet(String network, boolean isFine) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            assertThat(factory.getValidator()
                            .validate(new DeviceSettings(3, List.of(network)))
                            .isEmpty())
                    .isEqualTo(isFine);
        }
    }

    private JsonNode awaitHint(UUID session) {
        Person proctor = people.proctor();
        try (TestDashboard board = new TestDashboard(people.port(), proctor.http())) {
            board.await(session, row -> row.path("hints").size() > 0);
        }
        return proctor.http().get("/api/sessions/" + session).json();
    }

    private JsonNode hintsOf(UUID session) {
        return people.admin().http().get("/api/sessions/" + session).json().path("hints");
    }

    @Test
    void theThirdAtOneAddressIsAHintForAllThreeAndNoIncident() {
        UUID first = sitAt("192.0.2.7");
        UUID second = sitAt("192.0.2.7");
        UUID elsewhere = sitAt("192.0.2.8");
        UUID third = sitAt("192.0.2.7");

        for (UUID session : List.of(first, second, third)) {
            JsonNode seen = awaitHint(session);
            assertThat(seen.at("/hints/0/kind").asString()).isEqualTo("shared_address");
            assertThat(seen.at("/hints/0/detail").asString()).isEqualTo("3");
            assertThat(seen.path("incidents").size()).isZero();
        }
        assertThat(hintsOf(elsewhere).size()).isZero();

        UUID fourth = sitAt("192.0.2.7");
        assertThat(awaitHint(fourth).at("/hints/0/detail").asString()).isEqualTo("3");
        assertThat(hintsOf(first).at("/0/times").asInt())
                .as("not said again for each")
                .isEqualTo(1);
        UUID fifth = sitAt("192.0.2.7");
        assertThat(awaitHint(fifth).at("/hints/0/detail").asString()).isEqualTo("5");
        assertThat(hintsOf(first).size()).isEqualTo(2);
    }

    @Test
    void aSchoolsNetworkAnotherExamAndWhoIsDoneAreNotTold() {
        for (String known : List.of("198.51.100.9", "2001:db8:5:1::/64", "a proxy's own name")) {
            UUID last = new UUID(0, 0);
            for (int i = 0; i < 4; i++) {
                last = sitAt(known);
            }
            assertThat(hintsOf(last).size()).as(known).isZero();
        }

        sitAt("203.0.113.5");
        sittings.end(sitAt("203.0.113.5"), "enough");
        UUID hasOver = sitAt("203.0.113.5");
        exam = people.exam();
        sitAt("203.0.113.5");
        UUID ofAnotherExam = sitAt("203.0.113.5");
        assertThat(hintsOf(hasOver).size()).isZero();
        assertThat(hintsOf(ofAnotherExam).size()).isZero();
    }

    @Test
    void anAddressIsForgottenAndTheDeviceStays() {
        UUID session = sitAt("192.0.2.99");
        addresses.forgetBefore(clock.instant().minus(Duration.ofDays(1)));
        assertThat(device(session).path("network").asString("")).isEqualTo("192.0.2.99");

        addresses.forgetBefore(clock.instant().plus(Duration.ofSeconds(1)));
        assertThat(device(session).path("network").isNull()).isTrue();
        assertThat(device(session).path("browser").asString()).isEqualTo("Firefox on Linux");
    }

    private JsonNode device(UUID session) {
        return people.admin().http().get("/api/sessions/" + session).json().at("/devices/0");
    }

    @Test
    void aDeviceThatChangesItsNetworkIsNoMove() {
        Person student = people.student();
        UUID id = people.start(student, exam);
        ExamSession session = sessions.find(id).orElseThrow();
        for (String network : List.of("192.0.2.50", "192.0.2.51")) {
            Device device = new Device(new UUID(8, 8), "Chrome on Windows", network);
            transactions.run(student.actor(), jdbc -> devices.claim(jdbc, session, device, null));
            addresses.seen(session, device, true);
        }
        JsonNode seen = people.admin().http().get("/api/sessions/" + id).json();
        assertThat(seen.path("devices").size()).isEqualTo(1);
        assertThat(seen.at("/devices/0/network").asString()).isEqualTo("192.0.2.51");
        assertThat(seen.path("hints").size()).isZero();
    }
}
