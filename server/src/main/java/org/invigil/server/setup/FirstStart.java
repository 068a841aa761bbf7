package org.invigil.server.setup;

import java.io.PrintStream;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.invigil.server.identity.Actor;
import org.invigil.server.identity.PersonRole;
import org.invigil.server.identity.Profiles;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Runs once the application is up: makes sure that somebody can sign in. */
@Component
class FirstStart implements ApplicationRunner {

    private static final String ADMIN = "admin";

    private final Profiles profiles;
    private final DemoContent demo;
    private final boolean wantsDemo;

    FirstStart(Profiles profiles, DemoContent demo, @Value("${invigil.demo}") boolean wantsDemo) {
        this.profiles = profiles;
        this.demo = demo;
        this.wantsDemo = wantsDemo;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        PrintStream out = System.out;
        if (wantsDemo) {
            demo.install();
            out.println("Demo accounts are public: never run --demo where others can reach it. Sign in as");
            DemoContent.ACCOUNTS.forEach(account -> out.printf(
                    "  %-9s %-18s (%s)%n",
                    account.username(),
                    account.password(),
                    account.roles().stream().map(PersonRole::wireName).collect(Collectors.joining(", "))));
        } else if (profiles.isEmpty()) {
            String password = Objects.requireNonNull(
                    profiles.create(Actor.SYSTEM, ADMIN, "Administrator", Set.of(PersonRole.ADMIN), null)
                            .password());
            out.println("The first account, shown this once: username " + ADMIN + ", password " + password);
        } else {
            profiles.healFirstAdmin()
                    .ifPresent(healed -> out.println(
                            "No admin had a password, because an earlier start was cut off. Shown this once: username "
                                    + healed.profile().username() + ", password " + healed.password()));
        }
        out.flush();
    }
}
