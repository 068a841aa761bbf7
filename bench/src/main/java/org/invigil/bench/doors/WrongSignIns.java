package org.invigil.bench.doors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.invigil.bench.load.Api;
import tools.jackson.databind.json.JsonMapper;

/** Wrong passwords, all at the same moment: half of them for one real account, half for names that do not exist. */
final class WrongSignIns {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REAL_USERNAME = "student2";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI base;
    private final int wanted;
    private final AtomicInteger lookedAt = new AtomicInteger();
    private final AtomicInteger lookedAtOfReal = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> senders = new ArrayList<>();

    WrongSignIns(URI base, int wanted) {
        this.base = base;
        this.wanted = wanted;
    }

    void start() throws IOException, InterruptedException {
        Api visitor = Api.visit(base);
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < wanted; i++) {
            boolean isReal = i % 2 == 0;
            String username = isReal ? REAL_USERNAME : "nobody-" + UUID.randomUUID();
            senders.add(Thread.ofVirtual().name("wrong-sign-in").start(() -> send(visitor, username, isReal, go)));
        }
        go.countDown();
    }

    private void send(Api visitor, String username, boolean isReal, CountDownLatch go) {
        byte[] body = JSON.writeValueAsBytes(Map.of("username", username, "password", "a wrong guess"));
        try {
            go.await();
            int status = visitor.exchange(
                            "POST", "/api/auth/sign-in", "application/json", BodyPublishers.ofByteArray(body), LIMIT)
                    .statusCode();
            switch (status) {
                case 401 -> {
                    lookedAt.incrementAndGet();
                    lookedAtOfReal.addAndGet(isReal ? 1 : 0);
                }
                case 429 -> refused.incrementAndGet();
                default -> failed.incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until each has its answer. */
    void await() throws InterruptedException {
        for (Thread sender : senders) {
            sender.join(LIMIT);
        }
    }

    /** Adds how many were looked at (of them, of the real account), refused with 429, and answered with anything else. */
    void into(Map<String, Object> report) {
        report.put("sign_ins_looked_at", lookedAt.get());
        report.put("sign_ins_looked_at_of_one_account", lookedAtOfReal.get());
        report.put("sign_ins_refused", refused.get());
        report.put("sign_ins_failed", failed.get());
    }
}
