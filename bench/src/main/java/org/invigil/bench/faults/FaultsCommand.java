package org.invigil.bench.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.invigil.bench.load.Api;
import org.invigil.bench.load.ExamRoom;
import org.invigil.bench.load.LoadFailedException;
import org.invigil.rules.wire.WireNamed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./invigil bench faults}: rounds of an exam in which something is killed, and what was acknowledged and is not
 * there afterwards. Every sitting is compared once its round is over, and once more after the last kill of all.
 */
@Command(
        name = "faults",
        description = "Kills server, PostgreSQL and network under a writing student; one JSON object at the end,"
                + " and exit code 1 if anything acknowledged is lost.")
public final class FaultsCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int QUESTIONS = 12;
    private static final int ANSWER_WRITERS = 3;
    private static final int SHORTEST_LEAD_MILLIS = 500;
    private static final int LONGEST_LEAD_MILLIS = 4_000;
    private static final int LONGEST_OUTAGE_MILLIS = 3_000;
    /** A server that is killed has a database to recover and starts anew; a slow machine takes a minute for it. */
    private static final long RECOVERY_LIMIT_SECONDS = 180;

    private static final int ANSWERS_AFTER_RECOVERY = 5;

    @Option(names = "--rounds", defaultValue = "50", description = "how many faults, one each (${DEFAULT-VALUE})")
    private int rounds = 50;

    @Option(names = "--seed", description = "of the faults and their moments; printed, another each time by default")
    private long seed = System.nanoTime();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (rounds < 1) {
            throw new LoadFailedException("--rounds wants at least 1");
        }
        Random random = new Random(seed);
        say("seed " + seed);
        List<ScriptedStudent> students = new ArrayList<>();
        Losses losses;
        try (FaultyServer server = FaultyServer.start()) {
            Api admin = Api.signIn(server.address(), "admin", "invigil-admin");
            ExamRoom room = ExamRoom.open(admin, "Faults", QUESTIONS);
            int round = 0;
            for (Fault fault : Fault.sequence(rounds, random)) {
                round++;
                ScriptedStudent student = seat(server, room);
                students.add(student);
                run(server, student, fault, random);
                Losses now = Losses.of(List.of(student));
                say("round %d of %d, %s: %s".formatted(round, rounds, WireNamed.of(fault), now));
            }
            losses = Losses.of(students);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("rounds", rounds);
        report.put("answers_acknowledged", losses.answersAcknowledged());
        report.put("answers_lost", losses.answersLost());
        report.put("clips_acknowledged", losses.clipsAcknowledged());
        report.put("clips_lost", losses.clipsLost());
        report.put("seed", seed);
        out().println(JSON.writeValueAsString(report));
        return losses.answersLost() + losses.clipsLost() > 0 ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    /** What was acknowledged to these students and how much of it is gone. */
    private record Losses(int answersAcknowledged, int answersLost, int clipsAcknowledged, int clipsLost) {

        static Losses of(List<ScriptedStudent> students) throws IOException, InterruptedException {
            int[] sums = new int[4];
            for (ScriptedStudent student : students) {
                sums[0] += student.ledger().answersAcknowledged();
                sums[1] += student.answersLost();
                sums[2] += student.ledger().clipsAcknowledged();
                sums[3] += student.clipsLost();
            }
            return new Losses(sums[0], sums[1], sums[2], sums[3]);
        }

        @Override
        public String toString() {
            return "%d answers and %d clips acknowledged, %d and %d of them lost"
                    .formatted(answersAcknowledged, clipsAcknowledged, answersLost, clipsLost);
        }
    }

    private static void run(FaultyServer server, ScriptedStudent student, Fault fault, Random random)
            throws IOException, InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < ANSWER_WRITERS; i++) {
                int mine = i;
                List<String> questions = IntStream.range(0, QUESTIONS)
                        .filter(question -> question % ANSWER_WRITERS == mine)
                        .mapToObj(student.questionIds()::get)
                        .toList();
                Random own = new Random(random.nextLong());
                writers.add(threads.submit(() -> {
                    student.writeAnswers(questions, own);
                    return null;
                }));
            }
            Random own = new Random(random.nextLong());
            writers.add(threads.submit(() -> {
                student.uploadClips(own);
                return null;
            }));
            try {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(SHORTEST_LEAD_MILLIS, LONGEST_LEAD_MILLIS));
                server.strike(fault, random);
                int before = student.ledger().answersAcknowledged();
                int clipsBefore = student.ledger().clipsAcknowledged();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_OUTAGE_MILLIS));
                server.mend(fault);
                awaitRecovery(student, before + ANSWERS_AFTER_RECOVERY, clipsBefore + 1, writers);
                student.finish();
                for (Future<?> writer : writers) {
                    writer.get(RECOVERY_LIMIT_SECONDS, TimeUnit.SECONDS);
                }
            } catch (TimeoutException e) {
                throw new LoadFailedException("a writer did not end after " + fault);
            } finally {
                student.finish();
                writers.forEach(writer -> writer.cancel(true));
            }
        }
        student.submit();
    }

    private static void awaitRecovery(ScriptedStudent student, int answers, int clips, List<Future<?>> writers)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_LIMIT_SECONDS);
        while (student.ledger().answersAcknowledged() < answers
                || student.ledger().clipsAcknowledged() < clips) {
            for (Future<?> writer : writers) {
                if (writer.isDone()) {
                    writer.get(); // throws what ended it
                }
            }
            if (System.nanoTime() > end) {
                throw new LoadFailedException(
                        "nothing was acknowledged for %d s after the fault".formatted(RECOVERY_LIMIT_SECONDS));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** A new student, signed in and sitting the exam, who reaches the server through the line. */
    private static ScriptedStudent seat(FaultyServer server, ExamRoom room) throws IOException, InterruptedException {
        String username = "faults-" + UUID.randomUUID().toString().substring(0, 8);
        ExamRoom.Seat seat = room.seat(server.throughTheLine(), username);
        List<String> questions = new ArrayList<>();
        seat.session()
                .path("questions")
                .forEach(question -> questions.add(question.path("question_id").asString()));
        return new ScriptedStudent(seat.api(), seat.sessionId(), questions);
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private void say(String words) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(words);
        err.flush();
    }
}
