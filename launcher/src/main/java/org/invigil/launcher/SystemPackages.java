package org.invigil.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Installs programs that tests need by the system's package manager, where there is one. */
final class SystemPackages {

    /** Installs a package, and starts none of the services it may bring along, neither now nor with the next boot. */
    private static final String INSTALL_WITHOUT_SERVICES = """
            set -e
            apt-get update
            if [ ! -e /usr/sbin/policy-rc.d ]; then
                trap "rm -f /usr/sbin/policy-rc.d" EXIT
                printf "#!/bin/sh\\nexit 101\\n" >/usr/sbin/policy-rc.d
                chmod 755 /usr/sbin/policy-rc.d
            fi
            apt-get install -y --no-install-recommends "$0"
            for service in nginx postgresql; do
                case "$0" in "$service"*) systemctl disable "$service" >/dev/null 2>&1 || true ;; esac
            done""";

    private final Tools tools;
    private final BuildLog log;
    private final Child child;

    SystemPackages(Tools tools, BuildLog log, Child child) {
        this.tools = tools;
        this.log = log;
        this.child = child;
    }

    /**
     * Installs a program where it is missing.
     *
     * @throws LauncherException if it is, and cannot be installed
     */
    void need(String program, String packageName) throws IOException, InterruptedException {
        need(program, tools.find(program), packageName);
    }

    /** Installs a program that is in no PATH. */
    void need(Path program, String packageName) throws IOException, InterruptedException {
        need(program.toString(), Optional.of(program).filter(Files::exists), packageName);
    }

    /**
     * Installs a program that is in no PATH and has a folder for each version.
     *
     * @param folder where one folder of each version lies
     * @param inVersion the program in that of a version
     */
    void need(Path folder, String inVersion, String packageName) throws IOException, InterruptedException {
        Optional<Path> found = Tools.matches(folder, "*")
                .map(version -> version.resolve(inVersion))
                .filter(Files::exists)
                .findFirst();
        need(folder + "/*/" + inVersion, found, packageName);
    }

    private void need(String program, Optional<Path> found, String packageName)
            throws IOException, InterruptedException {
        if (found.isPresent()) {
            return;
        }
        if (tools.find("apt-get").isEmpty()) {
            throw new LauncherException(
                    program + " is missing. Install it (package " + packageName + ") and run the tests again.");
        }
        List<String> command = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            ProcessBuilder asks = tools.command(List.of("sudo", "-n", "true"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            if (tools.find("sudo").isEmpty() || child.run(asks) != 0) {
                throw new LauncherException(
                        program + " is missing and installing needs root. Run: sudo apt-get install " + packageName);
            }
            command.add("sudo");
        }
        command.addAll(
                List.of("env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", INSTALL_WITHOUT_SERVICES, packageName));
        log.step("Installing " + packageName, tools.command(command));
    }
}
