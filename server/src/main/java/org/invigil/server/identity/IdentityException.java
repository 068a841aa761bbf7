package org.invigil.server.identity;

import java.time.Duration;
import org.invigil.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What can go wrong with accounts and sign-in. */
public final class IdentityException extends ProblemException {

    private static final long BUSY_SECONDS = 5;

    private final @Nullable Long retryAfterSeconds;

    private IdentityException(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    private IdentityException(HttpStatus status, String code, String detail, @Nullable Long retryAfterSeconds) {
        super(status, code, detail);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    @Override
    public @Nullable Long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    static IdentityException unauthenticated() {
        return new IdentityException(HttpStatus.UNAUTHORIZED, "unauthenticated", "Sign in first.");
    }

    static IdentityException badCredentials() {
        return new IdentityException(
                HttpStatus.UNAUTHORIZED,
                "bad_credentials",
                "Username and password do not match. Check them and try again, or ask your examiner for a new password.");
    }

    static IdentityException tooManyAttempts(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new IdentityException(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_attempts",
                "Too many sign-ins. Wait " + seconds + " s and try again.",
                seconds);
    }

    static IdentityException signInBusy() {
        return new IdentityException(
                HttpStatus.TOO_MANY_REQUESTS,
                "sign_in_busy",
                "Very many people are signing in just now. Wait " + BUSY_SECONDS + " s and try again.",
                BUSY_SECONDS);
    }

    static IdentityException usernameTaken(String username) {
        return new IdentityException(
                HttpStatus.CONFLICT, "username_taken", "There is already somebody with the username " + username + ".");
    }

    static IdentityException weakPassword() {
        return new IdentityException(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "weak_password",
                "A password has at least 10 characters and at most 72 bytes. Choose another one, or leave it out to get one.");
    }

    static IdentityException notYourself() {
        return new IdentityException(
                HttpStatus.CONFLICT,
                "own_account",
                "You cannot disable the account you are signed in with. Ask another admin.");
    }

    static IdentityException invalidRoles(String detail) {
        return new IdentityException(HttpStatus.UNPROCESSABLE_CONTENT, "invalid_roles", detail);
    }

    static IdentityException alreadyAssigned() {
        return new IdentityException(
                HttpStatus.CONFLICT,
                "already_assigned",
                "This person is assigned so already. Choose another role or group.");
    }

    static IdentityException lastAdmin() {
        return new IdentityException(
                HttpStatus.CONFLICT,
                "last_admin",
                "Nobody who can sign in would be an admin any more. Make somebody else an admin first.");
    }

    static IdentityException notFound() {
        return new IdentityException(HttpStatus.NOT_FOUND, "not_found", "There is nobody and nothing with this id.");
    }
}
