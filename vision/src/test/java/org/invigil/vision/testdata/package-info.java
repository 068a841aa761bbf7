/**
 * Finds the pictures and clips under {@code testdata/}, checks their sums, and varies them. Other modules' tests use it
 * through this module's test-jar.
 */
@NullMarked
package org.invigil.vision.testdata;

import org.jspecify.annotations.NullMarked;
