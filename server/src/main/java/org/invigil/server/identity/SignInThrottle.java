package org.invigil.server.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing without shutting anybody out, see decision 0760. A browser that has proved itself for an account
 * has a count of its own there; strangers are counted for the name at their address and for the name from anywhere. The
 * address as a whole, behind which a school may sit, is never closed: many failures send its strangers through a slow
 * door, one after another. Whoever comes in very often stands behind everybody else. Whether a name exists plays no part.
 *
 * <p>Every try that is looked at costs a hash, and few are made a second: the keys that a flood can fill in within the
 * memory of a count stay below the bounds here.
 */
@Component
class SignInThrottle {

    private static final int FREE_KNOWN = 10;
    private static final int FREE_NAME_AND_ADDRESS = 5;
    private static final int FREE_NAME_AND_NOISY_ADDRESS = 3;
    private static final int FREE_NAME = 50;
    private static final int MOST_KNOWN = 20_000;
    private static final int MOST_NAMES = 100_000;

    private final FailureCounts<Known> known;
    private final FailureCounts<NameAndAddress> namesAtAddresses;
    private final FailureCounts<String> names;
    private final SignInsOfAccounts accounts;
    private final StrangersOfAddresses addresses;

    SignInThrottle(Clock clock) {
        this.known = new FailureCounts<>(MOST_KNOWN, clock);
        this.namesAtAddresses = new FailureCounts<>(MOST_NAMES, clock);
        this.names = new FailureCounts<>(MOST_NAMES, clock);
        this.accounts = new SignInsOfAccounts(clock);
        this.addresses = new StrangersOfAddresses(clock);
    }

    private record Known(String username, UUID browser) {}

    private record NameAndAddress(String username, String address) {}

    /** A try that may begin. Closing it without a decision gives it back. */
    interface Attempt extends AutoCloseable {

        /** Which line it stands in. */
        PasswordHashing.Lane lane();

        /** How long the password is not to be looked at yet. */
        Duration pause();

        void succeeded();

        void failed();

        @Override
        void close();
    }

    /**
     * Counts a try before its password is looked at.
     *
     * @param browser the browser, if it has proved itself for this name
     * @throws IdentityException if it comes too soon
     */
    synchronized Attempt begin(String username, String remoteAddress, Optional<UUID> browser) {
        if (browser.isPresent()) {
            Known key = new Known(username, browser.get());
            refuseIfClosed(known.closedFor(key, FREE_KNOWN));
            refuseIfClosed(accounts.closedFor(username));
            known.begin(key);
            accounts.begin(username);
            return new CountedAttempt(
                    lane(username, PasswordHashing.Lane.TRUSTED), Duration.ZERO, outcome -> endKnown(key, outcome));
        }
        String address = NetworkAddress.of(remoteAddress);
        NameAndAddress key = new NameAndAddress(username, address);
        boolean noisy = addresses.isNoisy(address);
        int free = noisy ? FREE_NAME_AND_NOISY_ADDRESS : FREE_NAME_AND_ADDRESS;
        refuseIfClosed(namesAtAddresses.closedFor(key, free));
        refuseIfClosed(names.closedFor(username, FREE_NAME));
        Duration pause = addresses.arrive(username, address, namesAtAddresses.isFresh(key));
        namesAtAddresses.begin(key);
        names.begin(username);
        PasswordHashing.Lane lane = noisy ? PasswordHashing.Lane.NOISY_ADDRESS : PasswordHashing.Lane.STRANGER;
        return new CountedAttempt(lane(username, lane), pause, outcome -> endStranger(key, free, outcome));
    }

    /** Whoever comes in very often stands behind everybody else. */
    private PasswordHashing.Lane lane(String username, PasswordHashing.Lane otherwise) {
        return accounts.areMany(username) ? PasswordHashing.Lane.REPEATED : otherwise;
    }

    private static void refuseIfClosed(Duration closed) {
        if (closed.isPositive()) {
            throw IdentityException.tooManyAttempts(closed);
        }
    }

    private void endKnown(Known key, Outcome outcome) {
        switch (outcome) {
            case SUCCEEDED -> {
                known.succeeded(key);
                accounts.succeeded(key.username());
            }
            case FAILED -> known.failed(key, FREE_KNOWN);
            case GIVEN_BACK -> known.giveBack(key);
        }
        accounts.leave(key.username());
    }

    private void endStranger(NameAndAddress key, int free, Outcome outcome) {
        switch (outcome) {
            case SUCCEEDED -> {
                // Clears the name at this address; the count of the name from anywhere is about other people's guesses.
                namesAtAddresses.succeeded(key);
                accounts.succeeded(key.username());
                names.giveBack(key.username());
            }
            case FAILED -> {
                namesAtAddresses.failed(key, free);
                names.failed(key.username(), FREE_NAME);
            }
            case GIVEN_BACK -> {
                namesAtAddresses.giveBack(key);
                names.giveBack(key.username());
            }
        }
        addresses.leave(key.address(), outcome == Outcome.FAILED);
    }

    private enum Outcome {
        SUCCEEDED,
        FAILED,
        GIVEN_BACK
    }

    /** Ends once, the first time that an end is told. */
    private final class CountedAttempt implements Attempt {

        private final PasswordHashing.Lane lane;
        private final Duration pause;
        private final Consumer<Outcome> end;
        private boolean ended;

        CountedAttempt(PasswordHashing.Lane lane, Duration pause, Consumer<Outcome> end) {
            this.lane = lane;
            this.pause = pause;
            this.end = end;
        }

        @Override
        public PasswordHashing.Lane lane() {
            return lane;
        }

        @Override
        public Duration pause() {
            return pause;
        }

        @Override
        public void succeeded() {
            end(Outcome.SUCCEEDED);
        }

        @Override
        public void failed() {
            end(Outcome.FAILED);
        }

        @Override
        public void close() {
            end(Outcome.GIVEN_BACK);
        }

        private void end(Outcome outcome) {
            synchronized (SignInThrottle.this) {
                if (!ended) {
                    ended = true;
                    end.accept(outcome);
                }
            }
        }
    }
}
