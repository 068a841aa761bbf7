package org.invigil.server.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a sign-in that was overtaken. An account is read before its password is hashed, and the sign-in is stored with the answer:
 * whoever takes a role away, sets a password or disables the account in between signs the person out before there is anything
 * to end. So the account is looked at once more when the sign-in is stored, which this filter's place before the one of Spring
 * Session makes sure of; a change after that finds it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class OvertakenSignInFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(OvertakenSignInFilter.class);
    private static final String ATTRIBUTE = OvertakenSignInFilter.class.getName();

    // Tomcat makes its filters before all else: what needs the database is asked for when it is used, so that a
    // database that
    // cannot start is told once, and by itself.
    private final ObjectProvider<Profiles> profiles;
    private final ObjectProvider<FindByIndexNameSessionRepository<?>> signIns;

    OvertakenSignInFilter(
            ObjectProvider<Profiles> profiles, ObjectProvider<FindByIndexNameSessionRepository<?>> signIns) {
        this.profiles = profiles;
        this.signIns = signIns;
    }

    private record SignIn(String id, Profiles.WithHash account) {}

    /** Has the sign-in of this request looked at once more, against the account as it was when its password was checked. */
    static void watch(HttpServletRequest request, Profiles.WithHash account) {
        request.setAttribute(ATTRIBUTE, new SignIn(request.getSession().getId(), account));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (request.getAttribute(ATTRIBUTE) instanceof SignIn signIn
                && !profiles.getObject().isUnchanged(signIn.account())) {
            signIns.getObject().deleteById(signIn.id());
            log.info("A sign-in has ended: the account was changed while its password was checked");
        }
    }
}
