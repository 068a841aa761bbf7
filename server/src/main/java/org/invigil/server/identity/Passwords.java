package org.invigil.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes, hashes and checks passwords. */
@Component
class Passwords {

    /** Without look-alikes, for people read them from a slip of paper. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

    private static final int GENERATED_LENGTH = 14;
    private static final int MIN_CHARACTERS = 10;
    private static final int MAX_BYTES = 72; // bcrypt looks at no more

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final SecureRandom random = new SecureRandom();
    private final String hashOfNobody = encoder.encode(generate());
    private final PasswordHashing hashing;

    Passwords(PasswordHashing hashing) {
        this.hashing = hashing;
    }

    String generate() {
        StringBuilder password = new StringBuilder(GENERATED_LENGTH);
        for (int i = 0; i < GENERATED_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /**
     * Hashes a password for the store, on a thread for it.
     *
     * @throws IdentityException if it is too short or too long, or too many are waiting
     */
    String hash(String password) {
        if (password.codePointCount(0, password.length()) < MIN_CHARACTERS || bytes(password) > MAX_BYTES) {
            throw IdentityException.weakPassword();
        }
        try (PasswordHashing.Place place = hashing.enter(PasswordHashing.Lane.TRUSTED)) {
            return place.work(Duration.ZERO, () -> Objects.requireNonNull(encoder.encode(password)));
        }
    }

    /**
     * Compares a password with a stored hash, on the thread that asks: one of {@link PasswordHashing}.
     *
     * @param hash null for an unknown username: it takes as long, so that the time does not tell who exists
     */
    boolean matches(String password, @Nullable String hash) {
        boolean same = encoder.matches(password, hash == null ? hashOfNobody : hash);
        return same && hash != null && bytes(password) <= MAX_BYTES;
    }

    private static int bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }
}
