package org.invigil.server.socket;

import java.util.List;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Which pages may open a socket here: this server's own, and those that {@code invigil.allowed-origins} names. Browsers
 * send the page's origin with every handshake and let no script change it; a request without one comes from no page.
 */
@Component
public class Origins {

    private final List<String> allowed;

    Origins(OriginSettings settings) {
        this.allowed = List.copyOf(settings.allowedOrigins());
    }

    /** Whether the page that asks for this handshake may have it. */
    public boolean allows(ServerHttpRequest handshake) {
        return WebUtils.isSameOrigin(handshake)
                || allowed.contains(String.valueOf(handshake.getHeaders().getOrigin()));
    }
}
