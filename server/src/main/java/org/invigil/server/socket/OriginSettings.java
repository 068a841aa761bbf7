package org.invigil.server.socket;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the sockets, {@code invigil.*}.
 *
 * @param allowedOrigins pages of other sites that may open sockets here
 */
@Validated
@ConfigurationProperties("invigil")
record OriginSettings(
        @DefaultValue({})
        List<
                        @Pattern(
                                regexp = "https?://[^/\\s]+",
                                message = "must be an origin such as https://exams.example, without a path")
                        String>
                allowedOrigins) {}
