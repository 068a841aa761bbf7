package org.invigil.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.invigil.server.ServerTest;
import org.invigil.server.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ServerTest
class KnownBrowsersTests {

    @Autowired
    KnownBrowsers browsers;

    @Autowired
    ActorTransactions transactions;

    @Autowired
    TestClock clock;

    @Test
    void aCookieProvesOneBrowserForOneAccountUntilItsEnd() {
        UUID browser = UUID.randomUUID();
        String cookie = browsers.cookie(browser, "ada");
        assertThat(browsers.find(cookie, "ada")).contains(browser);
        assertThat(browsers.find(cookie, "bob")).isEmpty();
        assertThat(browsers.find(null, "ada")).isEmpty();
        for (int i = 0; i < cookie.length(); i++) {
            String other = cookie.charAt(i) == 'A' ? "Q" : "A";
            assertThat(browsers.find(cookie.substring(0, i) + other + cookie.substring(i + 1), "ada"))
                    .as("changed at " + i)
                    .isEmpty();
        }
        for (String strange : new String[] {"", "A", "=".repeat(cookie.length()), "\u0000".repeat(cookie.length())}) {
            assertThat(browsers.find(strange, "ada")).isEmpty();
        }
        clock.advance(KnownBrowsers.LIFE);
        try {
            assertThat(browsers.find(cookie, "ada")).isEmpty();
        } finally {
            clock.advance(KnownBrowsers.LIFE.negated());
        }
    }

    @Test
    void everyNodeKnowsTheCookiesOfTheOthers() {
        KnownBrowsers otherNode = new KnownBrowsers(new ServerSecrets(transactions, clock), clock);
        UUID browser = UUID.randomUUID();
        assertThat(otherNode.find(browsers.cookie(browser, "ada"), "ada")).contains(browser);
    }
}
