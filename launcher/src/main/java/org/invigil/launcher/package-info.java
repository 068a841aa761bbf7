/**
 * The launcher: all that {@code ./invigil} does, on every system. It knows the JDK alone, as it runs from source before
 * anything is built. It owns {@code target/} of the project's folder, and one child process at a time.
 */
package org.invigil.launcher;
