package org.invigil.server.webapp;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers every address of the web app with its one page; the app then shows what belongs there. Runs after security, so
 * that the page carries the security headers, and before the sockets, for /live is both a page and a socket.
 */
@Component
@Order(0)
class PageFallback extends OncePerRequestFilter {

    private static final String PAGE = "/index.html";
    private static final List<String> NOT_PAGES =
            List.of("/api", "/actuator", "/v3", "/docs", "/swagger-ui", "/error", "/assets");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isPage(request)) {
            request.getRequestDispatcher(PAGE).forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isPage(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!read || "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            return false;
        }
        if (path.equals("/")) {
            return true;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean file = path.substring(path.lastIndexOf('/')).contains(".");
        return accept != null
                && accept.contains("text/html")
                && !file
                && NOT_PAGES.stream().noneMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
