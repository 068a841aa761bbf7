/**
 * The Invigil server: its command line, its start and its stop. Each direct sub-package is one feature and one verified
 * module.
 */
@NullMarked
package org.invigil.server;

import org.jspecify.annotations.NullMarked;
