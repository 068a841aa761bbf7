package org.invigil.server.identity;

import org.invigil.server.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What can go wrong with accounts and sign-in. */
public final class IdentityException extends ProblemException {

    private IdentityException(HttpStatus status, String code, String detail) {
        super(status, code, detail);
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

    static IdentityException tooManyAttempts(long waitSeconds) {
        return new IdentityException(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_attempts",
                "Too many failed sign-ins. Wait " + waitSeconds + " s and try again.");
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

    static IdentityException notFound() {
        return new IdentityException(HttpStatus.NOT_FOUND, "not_found", "There is nobody and nothing with this id.");
    }
}
