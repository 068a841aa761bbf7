package org.invigil.server.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.WebUtils;

/** Signing in and out. */
@RestController
@RequestMapping(AuthController.PATH)
@Tag(name = "auth")
class AuthController {

    static final String PATH = "/api/auth";

    private final Profiles profiles;
    private final SignInDoor door;
    private final SessionAuthenticationStrategy afterSignIn;
    private final SecurityContextRepository contexts;
    private final CookieCsrfTokenRepository csrfTokens;

    AuthController(
            Profiles profiles,
            SignInDoor door,
            SessionAuthenticationStrategy afterSignIn,
            SecurityContextRepository contexts,
            CookieCsrfTokenRepository csrfTokens) {
        this.profiles = profiles;
        this.door = door;
        this.afterSignIn = afterSignIn;
        this.contexts = contexts;
        this.csrfTokens = csrfTokens;
    }

    /** Who is signed in. */
    @Schema(name = "Profile")
    record Me(UUID id, String username, String displayName, Set<PersonRole> roles) {
        static Me of(Profile profile) {
            return new Me(profile.id(), profile.username(), profile.displayName(), profile.roles());
        }
    }

    record SignIn(
            @NotBlank @Size(max = 64) String username,
            @NotBlank @Size(max = 200) String password) {}

    @GetMapping("/me")
    @Operation(operationId = "getMe", summary = "Who is signed in; every answer sets the cookie XSRF-TOKEN")
    Me me(@Nullable Principal principal, HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            csrfTokens.saveToken(token, request, response);
        }
        Actor actor = Actor.of(principal)
                .filter(someone -> someone.userId() != null)
                .orElseThrow(IdentityException::unauthenticated);
        return Me.of(profiles.get(actor, actor.person()));
    }

    @PostMapping("/sign-in")
    @Operation(operationId = "signIn", summary = "Sign in; sets the cookies INVIGIL_SESSION and INVIGIL_BROWSER")
    Me signIn(@Valid @RequestBody SignIn input, HttpServletRequest request, HttpServletResponse response) {
        Cookie known = WebUtils.getCookie(request, KnownBrowsers.COOKIE);
        SignInDoor.Entered entered = door.enter(
                input.username(), input.password(), request.getRemoteAddr(), known == null ? null : known.getValue());
        Profile profile = entered.account().profile();
        Authentication authentication = UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn(profile.id(), entered.browser()),
                null,
                profile.roles().stream()
                        .map(role -> role.actorRole().authority())
                        .toList());
        afterSignIn.onAuthentication(authentication, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        OvertakenSignInFilter.watch(request, entered.account());
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(KnownBrowsers.COOKIE, entered.browserCookie())
                        .path(PATH)
                        .maxAge(KnownBrowsers.LIFE)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .build()
                        .toString());
        return Me.of(profile);
    }

    @PostMapping("/sign-out")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "signOut", summary = "Sign out; harmless for somebody who is not signed in")
    void signOut(HttpServletRequest request, HttpServletResponse response) {
        new SecurityContextLogoutHandler()
                .logout(request, response, SecurityContextHolder.getContext().getAuthentication());
    }
}
