package org.invigil.server.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Chooses among a file's forms: {@code x.js.br} before {@code x.js.gz} before {@code x.js}, as the browser takes them (RFC
 * 9110, 12.5.3). Spring's resolver looks only whether a coding's name stands in the header, so that {@code br;q=0} would get
 * Brotli; here it sees nothing but the codings that are wanted.
 */
final class PrecompressedFiles extends EncodedResourceResolver {

    private static final Pattern ACCEPTED = Pattern.compile(
            "(?<coding>[*\\w-]+)(?:\\s*;\\s*q=(?<weight>[01](?:\\.\\d{0,3})?))?", Pattern.CASE_INSENSITIVE);

    @Override
    protected @Nullable Resource resolveResourceInternal(
            @Nullable HttpServletRequest request,
            String requestPath,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        return super.resolveResourceInternal(
                request == null ? null : new Wanted(request, wanted(request)), requestPath, locations, chain);
    }

    /** The codings that are acceptable, and no less so than the file as it is. */
    private List<String> wanted(HttpServletRequest request) {
        Map<String, Double> weights = weights(request);
        double others = weights.getOrDefault("*", 0.0);
        double unchanged = weights.getOrDefault("identity", 0.0);
        return getContentCodings().stream()
                .filter(coding -> {
                    double weight = weights.getOrDefault(coding, others);
                    return weight > 0 && weight >= unchanged;
                })
                .toList();
    }

    /**
     * By coding, 0 to 1. What cannot be read is not wanted. (Tomcat's own parser leaves out what has the weight 0, so that
     * {@code *, br;q=0} would ask for Brotli.)
     */
    private static Map<String, Double> weights(HttpServletRequest request) {
        Map<String, Double> weights = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING))) {
            for (String accepted : StringUtils.tokenizeToStringArray(header, ",")) {
                Matcher matcher = ACCEPTED.matcher(accepted);
                if (matcher.matches()) {
                    String weight = matcher.group("weight");
                    weights.put(matcher.group("coding"), weight == null ? 1 : Double.parseDouble(weight));
                }
            }
        }
        return weights;
    }

    private static final class Wanted extends HttpServletRequestWrapper {

        private final String codings;

        Wanted(HttpServletRequest request, List<String> codings) {
            super(request);
            this.codings = String.join(", ", codings);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HttpHeaders.ACCEPT_ENCODING.equalsIgnoreCase(name) ? codings : super.getHeader(name);
        }
    }
}
