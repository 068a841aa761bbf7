package org.invigil.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.invigil.server.ServerTest;
import org.invigil.server.TestAnswer;
import org.invigil.server.TestClip;
import org.invigil.server.TestDatabase;
import org.invigil.server.TestPeople;
import org.invigil.server.database.OwnerLogin;
import org.invigil.server.evidence.ClipFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** A backup of a server that is at work: it holds up nobody, and what it has is one moment of what was acknowledged. */
@ServerTest
class BackupUnderLoadTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant BEGINNING = Instant.parse("2026-03-01T09:00:00Z");
    private static final int STUDENTS = 3;
    private static final int MOST_ROUNDS = 200; // a session may have 240 clips

    @Autowired
    TestPeople people;

    @Autowired
    Environment environment;

    /** Saves an answer, then uploads a clip, and again: at any moment there are as many clips as answers, or one fewer. */
    private static final class Writer {

        final UUID session;
        private final TestPeople.Person student;
        private final TestAnswer answer;
        private final CompletableFuture<Void> ended;
        private volatile int acknowledged;
        private volatile boolean stopping;

        Writer(TestPeople people, UUID exam) {
            this.student = people.student();
            this.session = people.start(student, exam);
            String question = student.http()
                    .get("/api/exam/sessions/" + session)
                    .json()
                    .at("/questions/2/question_id")
                    .asString();
            this.answer = new TestAnswer(student.http(), session, question);
            this.ended = CompletableFuture.runAsync(
                    this::write, task -> Thread.ofVirtual().start(task));
        }

        private void write() {
            for (int round = 1; round <= MOST_ROUNDS && !stopping; round++) {
                assertThat(answer.save("answer " + round).status()).isEqualTo(200);
                assertThat(TestClip.upload(
                                        student.http(),
                                        session.toString(),
                                        UUID.randomUUID().toString(),
                                        TestClip.webm(session + " " + round),
                                        Map.of(
                                                "recorded_at",
                                                BEGINNING.plusSeconds(round).toString()))
                                .status())
                        .isEqualTo(201);
                acknowledged = round;
            }
        }

        /** Waits until more is acknowledged than now, unless all is. */
        void awaitMore() {
            int now = acknowledged;
            await().atMost(PATIENCE).until(() -> acknowledged > now || ended.isDone());
        }

        int stop() {
            stopping = true;
            ended.join(); // fails if anything was refused
            return acknowledged;
        }
    }

    @Test
    void aBackupOfARunningExamIsOneMomentOfWhatWasAcknowledged(@TempDir Path folder) throws Exception {
        UUID exam = people.exam();
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < STUDENTS; i++) {
            writers.add(new Writer(people, exam));
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        Path backup = folder.resolve("backup");
        try (ClipFiles clips = ClipFiles.open(environment, Path.of(environment.getRequiredProperty("invigil.data")))) {
            for (Writer writer : writers) {
                writer.awaitMore();
                before.add(writer.acknowledged);
            }
            // Between any two tables every student gets on: rows that were read at different moments would not agree.
            Backup.write(OldInstallation.owner(environment::getRequiredProperty), clips, backup, null, line -> {
                if (line.startsWith("Written: ")) {
                    writers.forEach(Writer::awaitMore);
                }
            });
            writers.forEach(writer -> after.add(writer.acknowledged));
        } finally {
            writers.forEach(writer -> all.add(writer.stop()));
        }

        Map<String, Object> settings = TestDatabase.create();
        OwnerLogin target = OldInstallation.owner(key -> String.valueOf(settings.get(key)));
        try (ClipFiles clips = ClipFiles.open(new MockEnvironment(), folder.resolve("target"))) {
            Restore.run(target, clips, backup, Restore.check(backup, line -> {}), line -> {});
        }
        try (Connection restored = TestDatabase.superuser(target.url())) {
            for (int i = 0; i < STUDENTS; i++) {
                UUID session = writers.get(i).session;
                String text = OldInstallation.column(
                                restored, "SELECT value ->> 'text' FROM answers WHERE session_id = '" + session + "'")
                        .getFirst();
                int answer = Integer.parseInt(text.substring("answer ".length()));
                List<String> paths = OldInstallation.column(
                        restored, "SELECT storage_path FROM video_metadata WHERE session_id = '" + session + "'");
                assertThat(answer).as("nothing acknowledged before is missing").isGreaterThanOrEqualTo(before.get(i));
                assertThat(answer).as("nothing that was never acknowledged").isLessThanOrEqualTo(all.get(i));
                assertThat(after.get(i)).as("exams went on").isGreaterThan(answer);
                assertThat(answer - paths.size())
                        .as("answers and clips of one moment")
                        .isBetween(0, 1);
                for (String path : paths) {
                    assertThat(Files.size(folder.resolve("target/storage").resolve(path)))
                            .isPositive();
                }
            }
        }
    }
}
