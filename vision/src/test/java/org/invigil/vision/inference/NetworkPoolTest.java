package org.invigil.vision.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkPoolTest {

    /** What is lent: known by its number. */
    private record Net(int number) {}

    private final List<Net> made = new ArrayList<>();
    private final List<Net> closed = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final NetworkPool<Net> pool = new NetworkPool<>(this::make, closed::add, nanos::get);

    private Net make() {
        Net net = new Net(made.size());
        made.add(net);
        return net;
    }

    @BeforeEach
    void twoEngines() {
        pool.join();
        pool.join();
    }

    @Test
    void enginesShareOne() {
        assertThat(pool.<Integer>use(Net::number)).isZero();
        assertThat(pool.<Integer>use(Net::number)).isZero();
        assertThat(made).hasSize(1);
    }

    @Test
    void aShortWaitMakesNoOther() throws Exception {
        assertThat(numbersOfTwoAtOnce(Duration.ofMillis(5))).containsExactly(0, 0);
        assertThat(numbersOfTwoAtOnce(Duration.ofMillis(5))).containsExactly(0, 0);
        assertThat(made).hasSize(1);
    }

    @Test
    void enginesThatWaitForLongGetAnother() throws Exception {
        assertThat(numbersOfTwoAtOnce(Duration.ofSeconds(2))).containsExactly(0, 0);

        int second = pool.use(first ->
                CompletableFuture.supplyAsync(() -> pool.use(Net::number)).join());

        assertThat(second).isEqualTo(1);
        assertThat(made).hasSize(2);
    }

    @Test
    void waitingThatIsLittleBesideTheWorkMakesNoOther() throws Exception {
        pool.use(net -> nanos.addAndGet(Duration.ofSeconds(3).toNanos()));
        assertThat(numbersOfTwoAtOnce(Duration.ofMillis(300))).containsExactly(0, 0);
        assertThat(numbersOfTwoAtOnce(Duration.ofMillis(100))).containsExactly(0, 0);
        assertThat(made).hasSize(1);
    }

    /** One engine works so long, by the pool's clock, while the other waits for it. */
    private List<Integer> numbersOfTwoAtOnce(Duration work) throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> numbers = new ArrayList<>();
        Thread first = Thread.ofPlatform()
                .start(() -> pool.use(net -> {
                    atWork.countDown();
                    awaitUnbroken(go);
                    nanos.addAndGet(work.toNanos());
                    return numbers.add(net.number());
                }));
        atWork.await();
        Thread second = Thread.ofPlatform().start(() -> pool.use(net -> numbers.add(net.number())));
        while (second.getState() != Thread.State.WAITING && second.isAlive()) {
            Thread.onSpinWait();
        }
        go.countDown();
        first.join();
        second.join();
        return numbers;
    }

    private static void awaitUnbroken(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoIsInterruptedDoesNotWait() {
        int second = pool.use(first -> CompletableFuture.supplyAsync(() -> {
                    Thread.currentThread().interrupt();
                    int number = pool.use(Net::number);
                    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
                    return number;
                })
                .join());
        assertThat(second).isEqualTo(1);
    }

    @Test
    void oneThatFailsIsClosedAndNotLentAgain() {
        assertThatThrownBy(() -> pool.use(net -> {
                    throw new StackOverflowError("in native code");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(closed).containsExactly(new Net(0));
        assertThat(pool.<Integer>use(Net::number)).isEqualTo(1);
    }

    @Test
    void theyAreClosedWithTheLastEngine() {
        pool.leave();
        assertThat(closed).isEmpty();
        pool.leave();
        assertThat(closed).containsExactly(new Net(0));
        pool.join();
        assertThat(made).hasSize(2);
    }

    @Test
    void anEngineWhoseFirstUseFailsHasNotJoined() {
        assertThatThrownBy(() -> pool.join(net -> {
                    throw new StackOverflowError("in native code");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(pool.<Integer>use(Net::number)).isEqualTo(1);
        pool.leave();
        pool.leave();
        assertThat(closed).as("with the last of the two that have joined").containsExactly(new Net(0), new Net(1));
    }

    @Test
    void anEngineThatGetsNoneHasNotJoined() {
        NetworkPool<Net> broken = new NetworkPool<>(
                () -> {
                    throw new IllegalStateException("no model");
                },
                closed::add,
                nanos::get);
        assertThatThrownBy(broken::join).hasMessage("no model");
        broken.leave(); // of nobody: nothing to close
        assertThat(closed).isEmpty();
    }
}
