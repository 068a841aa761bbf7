package org.invigil.server.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
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
    private static final int ADDRESS_CHARACTERS = 45;

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
            return new KnownAttempt(key, accounts.areMany(username));
        }
        String address = network(remoteAddress);
        NameAndAddress key = new NameAndAddress(username, address);
        boolean noisy = addresses.isNoisy(address);
        int free = noisy ? FREE_NAME_AND_NOISY_ADDRESS : FREE_NAME_AND_ADDRESS;
        refuseIfClosed(namesAtAddresses.closedFor(key, free));
        refuseIfClosed(names.closedFor(username, FREE_NAME));
        Duration pause = addresses.arrive(username, address, namesAtAddresses.isFresh(key));
        namesAtAddresses.begin(key);
        names.begin(username);
        PasswordHashing.Lane lane = noisy ? PasswordHashing.Lane.NOISY_ADDRESS : PasswordHashing.Lane.STRANGER;
        return new StrangerAttempt(key, free, accounts.areMany(username) ? PasswordHashing.Lane.REPEATED : lane, pause);
    }

    private static void refuseIfClosed(Duration closed) {
        if (closed.isPositive()) {
            throw IdentityException.tooManyAttempts(closed);
        }
    }

    /** The address; of IPv6 the network, for one customer has a whole one of them. */
    private static String network(String address) {
        if (address.indexOf(':') >= 0) {
            try {
                if (InetAddress.ofLiteral(address) instanceof Inet6Address six) {
                    return HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8));
                }
            } catch (IllegalArgumentException e) {
                // a proxy's own name for it
            }
        }
        return address.substring(0, Math.min(address.length(), ADDRESS_CHARACTERS));
    }

    private final class KnownAttempt implements Attempt {

        private final Known key;
        private final boolean repeated;
        private boolean decided;

        KnownAttempt(Known key, boolean repeated) {
            this.key = key;
            this.repeated = repeated;
        }

        @Override
        public PasswordHashing.Lane lane() {
            return repeated ? PasswordHashing.Lane.REPEATED : PasswordHashing.Lane.TRUSTED;
        }

        @Override
        public Duration pause() {
            return Duration.ZERO;
        }

        @Override
        public void succeeded() {
            synchronized (SignInThrottle.this) {
                decided = true;
                known.succeeded(key);
                accounts.succeeded(key.username());
                accounts.leave(key.username());
            }
        }

        @Override
        public void failed() {
            synchronized (SignInThrottle.this) {
                decided = true;
                known.failed(key, FREE_KNOWN);
                accounts.leave(key.username());
            }
        }

        @Override
        public void close() {
            synchronized (SignInThrottle.this) {
                if (!decided) {
                    decided = true;
                    known.giveBack(key);
                    accounts.leave(key.username());
                }
            }
        }
    }

    private final class StrangerAttempt implements Attempt {

        private final NameAndAddress key;
        private final int free;
        private final PasswordHashing.Lane lane;
        private final Duration pause;
        private boolean decided;

        StrangerAttempt(NameAndAddress key, int free, PasswordHashing.Lane lane, Duration pause) {
            this.key = key;
            this.free = free;
            this.lane = lane;
            this.pause = pause;
        }

        @Override
        public PasswordHashing.Lane lane() {
            return lane;
        }

        @Override
        public Duration pause() {
            return pause;
        }

        /** Clears the name at this address; the count of the name from anywhere stays, it is about other people's guesses. */
        @Override
        public void succeeded() {
            synchronized (SignInThrottle.this) {
                decided = true;
                namesAtAddresses.succeeded(key);
                accounts.succeeded(key.username());
                names.giveBack(key.username());
                addresses.leave(key.address(), false);
            }
        }

        @Override
        public void failed() {
            synchronized (SignInThrottle.this) {
                decided = true;
                namesAtAddresses.failed(key, free);
                names.failed(key.username(), FREE_NAME);
                addresses.leave(key.address(), true);
            }
        }

        @Override
        public void close() {
            synchronized (SignInThrottle.this) {
                if (!decided) {
                    decided = true;
                    namesAtAddresses.giveBack(key);
                    names.giveBack(key.username());
                    addresses.leave(key.address(), false);
                }
            }
        }
    }
}
