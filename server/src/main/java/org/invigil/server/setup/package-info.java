/**
 * What a new installation starts with: one admin, or with {@code --demo} public accounts and a sample exam.
 *
 * <p>Threads: the starting one. Bounds: nothing is kept.
 */
@ApplicationModule(allowedDependencies = {"identity", "exam"})
@NullMarked
package org.invigil.server.setup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
