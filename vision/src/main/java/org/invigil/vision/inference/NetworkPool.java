package org.invigil.vision.inference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What engines need now and then, for a few milliseconds, and what takes megabytes for as long as it lives: all engines of the
 * process share it. There is one from the moment the first engine is open. Another is made when engines have waited
 * long enough to be slowed: there are never more than engines use at the same time. All are closed with the last engine.
 *
 * @param <T> is used by one engine at a time and keeps nothing of it
 */
final class NetworkPool<T> {

    /** Another is made when engines have waited for this part of the time in which the pool was at work. */
    private static final int MOST_WAITING = 8;

    /** So much work is looked at before another is made: students who come all at once are no reason. */
    private static final long LEAST_WORK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What is older than so much work counts half, and half again. */
    private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final Supplier<T> make;
    private final Consumer<T> close;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final Deque<T> idle = new ArrayDeque<>();
    private int made;
    private int engines;
    private long workedNanos;
    private long waitedNanos;

    NetworkPool(Supplier<T> make, Consumer<T> close) {
        this(make, close, System::nanoTime);
    }

    /** With a clock of the caller's own. */
    NetworkPool(Supplier<T> make, Consumer<T> close, LongSupplier nanoTime) {
        this.make = make;
        this.close = close;
        this.nanoTime = nanoTime;
    }

    /** Says that one more engine may use this. Makes the first one, and throws what that throws. */
    void join() {
        lock.lock();
        try {
            if (made == 0) {
                idle.push(make.get());
                made++;
            }
            engines++;
        } finally {
            lock.unlock();
        }
    }

    /** Says that one more engine may use this, and lends it one at once. If that fails, the engine has not joined. */
    <R> R join(Function<T, R> firstUse) {
        join();
        try {
            return use(firstUse);
        } catch (RuntimeException | Error e) {
            leave();
            throw e;
        }
    }

    /** Says that an engine is closed. */
    void leave() {
        lock.lock();
        try {
            engines--;
            while (engines == 0 && !idle.isEmpty()) {
                made--;
                close.accept(idle.pop());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lends one to an engine that has joined. One that fails is not lent again. */
    <R> R use(Function<T, R> work) {
        T one = take();
        long start = nanoTime.getAsLong();
        R result;
        try {
            result = work.apply(one);
        } catch (RuntimeException | Error e) {
            drop(one, e);
            throw e;
        }
        giveBack(one, nanoTime.getAsLong() - start);
        return result;
    }

    private T take() {
        lock.lock();
        try {
            long start = nanoTime.getAsLong();
            while (idle.isEmpty() && made > 0 && !slowsEngines()) {
                returned.await();
            }
            waitedNanos += nanoTime.getAsLong() - start;
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops: the frame in hand is seen through
        } finally {
            lock.unlock();
        }
        return makeAnother();
    }

    private boolean slowsEngines() {
        return workedNanos >= LEAST_WORK_NANOS && waitedNanos > workedNanos / MOST_WAITING;
    }

    private T makeAnother() {
        lock.lock();
        try {
            made++;
            workedNanos = 0;
            waitedNanos = 0;
        } finally {
            lock.unlock();
        }
        try {
            return make.get();
        } catch (RuntimeException | Error e) {
            forgetOne();
            throw e;
        }
    }

    private void giveBack(T one, long tookNanos) {
        lock.lock();
        try {
            workedNanos += tookNanos;
            if (workedNanos > MEMORY_NANOS) {
                workedNanos /= 2;
                waitedNanos /= 2;
            }
            idle.push(one);
            returned.signal();
        } finally {
            lock.unlock();
        }
    }

    private void drop(T one, Throwable failure) {
        forgetOne();
        try {
            close.accept(one);
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private void forgetOne() {
        lock.lock();
        try {
            made--;
            returned.signal(); // whoever waits may have to make one
        } finally {
            lock.unlock();
        }
    }
}
