package org.invigil.server.identity;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.invigil.server.problem.CommonProblem;
import org.invigil.server.problem.Problem;
import org.invigil.server.problem.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Which role reaches which route, and how a request proves who it is. The database decides about rows once more. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {

    /** What the web app needs and nothing else: its camera picture and clips are blobs, its capture runs in a worker. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob: mediastream:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    @Bean
    SecurityFilterChain routes(
            HttpSecurity http,
            CookieCsrfTokenRepository csrfTokens,
            SecurityContextRepository contexts,
            ServiceTokens serviceTokens,
            ProblemWriter problems) {
        return http.authorizeHttpRequests(routes -> routes.dispatcherTypeMatchers(
                                DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers("/api/auth/**", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/api/exam/analyze-batch")
                        .hasRole("ANALYZER")
                        .requestMatchers("/api/exam/**")
                        .hasRole("STUDENT")
                        .requestMatchers("/api/profiles/**", "/api/service-tokens/**")
                        .hasRole("ADMIN")
                        .requestMatchers("/api/exams/*/staff/**")
                        .hasRole("ADMIN")
                        .requestMatchers(GET, "/api/exams/*/groups")
                        .hasAnyRole("PROCTOR", "REVIEWER", "AUTHOR", "ADMIN")
                        .requestMatchers(GET, "/api/exams/*/messages")
                        .hasAnyRole("PROCTOR", "REVIEWER", "ADMIN")
                        .requestMatchers("/api/exams/*/messages", "/api/hands", "/api/admissions")
                        .hasAnyRole("PROCTOR", "ADMIN")
                        .requestMatchers("/api/appeals/**", "/api/exams/*/appeals")
                        .hasAnyRole("REVIEWER", "ADMIN")
                        .requestMatchers(
                                "/api/review/**", "/api/exams/*/review/**", "/api/exams/*/labels", "/api/incidents/**")
                        .hasAnyRole("REVIEWER", "ADMIN")
                        .requestMatchers(POST, "/api/sessions/*/review/**", "/api/sessions/*/decisions")
                        .hasAnyRole("REVIEWER", "ADMIN")
                        .requestMatchers(PUT, "/api/sessions/*/review/**")
                        .hasAnyRole("REVIEWER", "ADMIN")
                        .requestMatchers(GET, "/api/exams/**")
                        .hasAnyRole("STUDENT", "PROCTOR", "REVIEWER", "AUTHOR", "ADMIN")
                        .requestMatchers(GET, "/api/sessions/**", "/api/clips/**")
                        .hasAnyRole("STUDENT", "PROCTOR", "REVIEWER", "ADMIN")
                        .requestMatchers(PUT, "/api/sessions/*/look")
                        .hasAnyRole("PROCTOR", "REVIEWER", "ADMIN")
                        .requestMatchers("/api/sessions/**")
                        .hasAnyRole("PROCTOR", "ADMIN") // stepping in
                        .requestMatchers("/api/exams/**")
                        .hasAnyRole("AUTHOR", "ADMIN")
                        .requestMatchers(SecurityConfiguration::isDashboardHandshake)
                        .hasAnyRole("PROCTOR", "ADMIN")
                        .requestMatchers(SecurityConfiguration::isHandshake)
                        .authenticated()
                        .requestMatchers("/actuator/**")
                        .hasAnyRole("ADMIN", "ANALYZER") // a metrics collector holds a service token
                        .requestMatchers("/api/**")
                        .authenticated()
                        .requestMatchers(GET, "/**")
                        .permitAll() // the web app and the reading page of the API
                        .requestMatchers(HEAD, "/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens)
                        .csrfTokenRequestHandler(new HeaderOnlyCsrf())
                        .ignoringRequestMatchers(ServiceTokenFilter::carriesToken))
                .securityContext(context -> context.securityContextRepository(contexts))
                .addFilterBefore(new ServiceTokenFilter(serviceTokens, problems), AnonymousAuthenticationFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, exception) ->
                                problems.write(response, CommonProblem.UNAUTHENTICATED.problem()))
                        .accessDeniedHandler(accessDenied(problems)))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(
                                org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter
                                        .ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(policy -> policy.policy(
                                "camera=(self), fullscreen=(self), microphone=(), geolocation=(), display-capture=()"))
                        .crossOriginOpenerPolicy(policy -> policy.policy(
                                org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                        .CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .build();
    }

    @Bean
    CookieCsrfTokenRepository csrfTokens() {
        CookieCsrfTokenRepository cookies = CookieCsrfTokenRepository.withHttpOnlyFalse();
        cookies.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        cookies.setCookiePath("/");
        return cookies;
    }

    @Bean
    SecurityContextRepository securityContexts() {
        return new HttpSessionSecurityContextRepository();
    }

    /** What signing in does to a session: a new id, so that a planted one is worthless, and a new CSRF token. */
    @Bean
    SessionAuthenticationStrategy afterSignIn(CookieCsrfTokenRepository csrfTokens) {
        CsrfAuthenticationStrategy newCsrfToken = new CsrfAuthenticationStrategy(csrfTokens);
        newCsrfToken.setRequestHandler(new HeaderOnlyCsrf());
        return new CompositeSessionAuthenticationStrategy(
                List.of(new ChangeSessionIdAuthenticationStrategy(), newCsrfToken));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ActorArgument());
        resolvers.add(new DeviceArgument());
    }

    private static boolean isHandshake(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static boolean isDashboardHandshake(HttpServletRequest request) {
        return isHandshake(request) && "/live".equals(request.getServletPath());
    }

    private static AccessDeniedHandler accessDenied(ProblemWriter problems) {
        Problem csrf = Problem.of(
                HttpStatus.FORBIDDEN,
                "csrf",
                "The header X-XSRF-TOKEN is missing or old. Ask GET /api/auth/me for a new one and send it again.");
        return (request, response, exception) ->
                problems.write(response, exception instanceof CsrfException ? csrf : CommonProblem.FORBIDDEN.problem());
    }

    /**
     * Looks for the token in the header alone: looking for a form field would parse an upload before anybody knows whose
     * it is. Loads it at once, so that a client without the cookie gets one.
     */
    private static final class HeaderOnlyCsrf extends CsrfTokenRequestAttributeHandler {

        HeaderOnlyCsrf() {
            setCsrfRequestAttributeName(null);
        }

        @Override
        public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
            return request.getHeader(token.getHeaderName());
        }
    }

    /** Gives controllers their {@link Device}. */
    private static final class DeviceArgument implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Device.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest servlet =
                    Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class), "a servlet's request");
            return Device.of(servlet).orElseThrow(IdentityException::unauthenticated);
        }
    }

    /** Gives controllers their {@link Actor}. */
    private static final class ActorArgument implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Actor.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Actor.of(request.getUserPrincipal()).orElseThrow(IdentityException::unauthenticated);
        }
    }
}
