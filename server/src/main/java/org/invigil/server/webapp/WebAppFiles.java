package org.invigil.server.webapp;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the files of the web app. Names under /assets carry a hash of their content, so they never change. */
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
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/**")
                .addResourceLocations(settings.location())
                .setCacheControl(CacheControl.noCache());
    }
}
