package org.invigil.server.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Lets people in who know their password. In this order: the try is counted, a place before the hashing threads is
 * taken, the account is looked up, the password is hashed. So a flood is refused before it costs anything, and no
 * connection to the database is held while a password is hashed.
 */
@Service
class SignInDoor {

    private final SignInThrottle throttle;
    private final KnownBrowsers browsers;
    private final PasswordHashing hashing;
    private final Profiles profiles;
    private final Passwords passwords;

    SignInDoor(
            SignInThrottle throttle,
            KnownBrowsers browsers,
            PasswordHashing hashing,
            Profiles profiles,
            Passwords passwords) {
        this.throttle = throttle;
        this.browsers = browsers;
        this.hashing = hashing;
        this.profiles = profiles;
        this.passwords = passwords;
    }

    /**
     * Who has come in.
     *
     * @param account as it was when the password was checked
     * @param browser in which they have come in, the same number as the last time
     * @param browserCookie what it is known by from now on
     */
    record Entered(Profiles.WithHash account, UUID browser, String browserCookie) {}

    /**
     * Checks a password.
     *
     * @param browserCookie what the browser sent, proved or not
     * @throws IdentityException if name and password do not match, or the try comes too soon
     */
    Entered enter(String givenName, String password, String address, @Nullable String browserCookie) {
        String username = givenName.strip().toLowerCase(Locale.ROOT);
        Optional<UUID> browser = browsers.find(browserCookie, username);
        try (SignInThrottle.Attempt attempt = throttle.begin(username, address, browser);
                PasswordHashing.Place place = hashing.enter(attempt.lane())) {
            Optional<Profiles.WithHash> account = profiles.findForSignIn(username);
            String hash = account.map(Profiles.WithHash::passwordHash).orElse(null);
            boolean right = place.work(attempt.pause(), () -> passwords.matches(password, hash));
            if (!right || account.isEmpty() || account.get().profile().disabledAt() != null) {
                attempt.failed();
                throw IdentityException.badCredentials();
            }
            attempt.succeeded();
            UUID known = browser.orElseGet(UUID::randomUUID);
            return new Entered(account.get(), known, browsers.cookie(known, username));
        }
    }
}
