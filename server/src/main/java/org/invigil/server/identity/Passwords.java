package org.invigil.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes, hashes and checks passwords. Hashing is slow on purpose, so only a few run at once. */
@Component
class Passwords {

    /** Without look-alikes, for people read them from a slip of paper. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

    private static final int GENERATED_LENGTH = 14;
    private static final int MIN_CHARACTERS = 10;
    private static final int MAX_BYTES = 72; // bcrypt looks at no more

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final SecureRandom random = new SecureRandom();
    private final Semaphore hashing =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final String hashOfNobody = encoder.encode(generate());

    String generate() {
        StringBuilder password = new StringBuilder(GENERATED_LENGTH);
        for (int i = 0; i < GENERATED_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /**
     * Hashes a password for the store.
     *
     * @throws IdentityException if it is too short or too long
     */
    String hash(String password) {
        if (password.codePointCount(0, password.length()) < MIN_CHARACTERS || bytes(password) > MAX_BYTES) {
            throw IdentityException.weakPassword();
        }
        hashing.acquireUninterruptibly();
        try {
            return encoder.encode(password);
        } finally {
            hashing.release();
        }
    }

    /**
     * Compares a password with a stored hash.
     *
     * @param hash null for an unknown username: it takes as long, so that the time does not tell who exists
     */
    boolean matches(String password, @Nullable String hash) {
        hashing.acquireUninterruptibly();
        try {
            boolean same = encoder.matches(password, hash == null ? hashOfNobody : hash);
            return same && hash != null && bytes(password) <= MAX_BYTES;
        } finally {
            hashing.release();
        }
    }

    private static int bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }
}
