package org.invigil.launcher;

import java.util.Arrays;
import java.util.Locale;

/** A kind of machine for which there are native libraries and a PostgreSQL. */
enum Platform {
    LINUX_X86_64("linux-x86_64", "linux-amd64"),
    LINUX_ARM64("linux-arm64", "linux-arm64v8"),
    MACOSX_X86_64("macosx-x86_64", "darwin-amd64"),
    MACOSX_ARM64("macosx-arm64", "darwin-arm64v8"),
    WINDOWS_X86_64("windows-x86_64", "windows-amd64");

    private final String natives;
    private final String postgres;

    Platform(String natives, String postgres) {
        this.natives = natives;
        this.postgres = postgres;
    }

    /** How libraries in native code call it, and how we do: {@code linux-x86_64}. */
    String id() {
        return natives;
    }

    /** How the package of PostgreSQL calls it: {@code linux-amd64}. */
    String postgres() {
        return postgres;
    }

    boolean isWindows() {
        return this == WINDOWS_X86_64;
    }

    /** @throws LauncherException if this machine is none of them */
    static Platform ofThisMachine() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** By Java's words for system and processor. */
    static Platform of(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT);
        String family = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macosx" : os;
        return named(family + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> processor;
                });
    }

    /** @throws LauncherException with the names there are if there is no such platform */
    static Platform named(String name) {
        return Arrays.stream(values())
                .filter(platform -> platform.natives.equals(name))
                .findFirst()
                .orElseThrow(() -> new LauncherException(
                        "there is no platform '" + name + "'; there are "
                                + String.join(
                                        ", ",
                                        Arrays.stream(values())
                                                .map(Platform::id)
                                                .toList()) + ".",
                        LauncherException.WRONG_USAGE));
    }
}
