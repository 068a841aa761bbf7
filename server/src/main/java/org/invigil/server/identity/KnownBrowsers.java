package org.invigil.server.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Browsers in which somebody has signed in before. Such a browser holds a cookie that proves it for this one account, so
 * that strangers' guesses never shut its owner out. It holds a random number, an end and a seal; it names nobody, and
 * opens nothing: the password is still asked for.
 */
@Component
class KnownBrowsers {

    static final String COOKIE = "INVIGIL_BROWSER";
    static final Duration LIFE = Duration.ofDays(180);

    private static final String SECRET = "known_browsers";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEALED_BYTES = 2 * Long.BYTES + Long.BYTES;
    private static final int BYTES = SEALED_BYTES + 32;
    private static final int CHARACTERS = Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(new byte[BYTES])
            .length();

    private final ServerSecrets secrets;
    private final Clock clock;

    KnownBrowsers(ServerSecrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The browser, if its cookie proves it for this username. */
    Optional<UUID> find(@Nullable String cookie, String username) {
        if (cookie == null || cookie.length() != CHARACTERS) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cookie);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] sealed = Arrays.copyOf(bytes, SEALED_BYTES);
        byte[] seal = Arrays.copyOfRange(bytes, SEALED_BYTES, bytes.length);
        if (!MessageDigest.isEqual(seal, seal(sealed, username))) {
            return Optional.empty();
        }
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        UUID browser = new UUID(parts.getLong(), parts.getLong());
        boolean over = clock.instant().getEpochSecond() >= parts.getLong();
        return over ? Optional.empty() : Optional.of(browser);
    }

    /** The cookie of a browser in which this person has just signed in. */
    String cookie(UUID browser, String username) {
        Instant end = clock.instant().plus(LIFE);
        byte[] sealed = ByteBuffer.allocate(SEALED_BYTES)
                .putLong(browser.getMostSignificantBits())
                .putLong(browser.getLeastSignificantBits())
                .putLong(end.getEpochSecond())
                .array();
        byte[] whole = ByteBuffer.allocate(BYTES)
                .put(sealed)
                .put(seal(sealed, username))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    private byte[] seal(byte[] sealed, String username) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secrets.get(SECRET), ALGORITHM));
            mac.update(sealed);
            return mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
