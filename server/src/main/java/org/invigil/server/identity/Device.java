package org.invigil.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;

/**
 * The browser from which a signed-in person asks. It is told by the sign-in and the kind of browser, and by nothing that a page could
 * make up or that would follow people elsewhere: the same browser that signs in again is the same device, a second sign-in elsewhere is
 * another, and so is a sign-in that is carried into a browser of another kind.
 *
 * <p>A controller gets it as an argument; a handshake asks {@link #of(HttpServletRequest)}.
 *
 * @param browser in plain words, such as "Firefox on Windows"
 * @param network from where; of IPv6 only the network, as a customer has a whole one
 */
public record Device(UUID id, String browser, String network) {

    /** Empty for who is not signed in, and for a service token. */
    public static Optional<Device> of(HttpServletRequest request) {
        if (!(request.getUserPrincipal() instanceof Authentication authentication)
                || !(authentication.getPrincipal() instanceof SignedIn person)) {
            return Optional.empty();
        }
        String browser = BrowserName.of(request.getHeader(HttpHeaders.USER_AGENT));
        String signIn = signIn(person, request.getSession(false));
        UUID id = UUID.nameUUIDFromBytes((signIn + '\n' + browser).getBytes(StandardCharsets.UTF_8));
        return Optional.of(new Device(id, browser, NetworkAddress.of(request.getRemoteAddr())));
    }

    /** A sign-in that an earlier version stored knows no browser: it is the device by itself, for as long as it lasts. */
    private static String signIn(SignedIn person, @Nullable HttpSession session) {
        UUID browser = person.browser();
        if (browser != null) {
            return browser.toString();
        }
        return session == null ? person.id().toString() : session.getId();
    }
}
