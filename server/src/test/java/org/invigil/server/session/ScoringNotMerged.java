package org.invigil.server.session;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** Stands in for scoring where it is not on the class path; gives way to the real one. */
@Configuration(proxyBeanMethods = false)
class ScoringNotMerged {

    @Bean
    @Fallback
    FinalScore constantScore() {
        return (session, at) -> 12.5;
    }
}
