package org.invigil.server.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Serves the files of the web app, compressed as the build left them. Names under /assets carry a hash of their content, so
 * they never change. The others are asked about each time, by a hash of what is sent: a file's time says nothing where it
 * comes out of an image, in which all files are equally old.
 */
@Configuration(proxyBeanMethods = false)
class WebAppFiles implements WebMvcConfigurer {

    private final WebAppSettings settings;

    WebAppFiles(WebAppSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(settings.location() + "assets/")
                .setUseLastModified(false)
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(false)
                .addResolver(new PrecompressedFiles());
        registry.addResourceHandler("/**")
                .addResourceLocations(settings.location())
                .setUseLastModified(false)
                .setEtagGenerator(WebAppFiles::etag)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new PrecompressedFiles());
    }

    /** A cache between must not give one browser what another one can read: every file says so, in whichever form it comes. */
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
            @Override
            public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                if (handler instanceof ResourceHttpRequestHandler) {
                    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
                }
                return true;
            }
        });
    }

    /** Of the bytes that go out, so each form of a file has its own (RFC 9110, 8.8.3.3). These files are small. */
    private static String etag(Resource resource) {
        try (InputStream bytes = resource.getInputStream()) {
            return '"' + DigestUtils.md5DigestAsHex(bytes) + '"';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
