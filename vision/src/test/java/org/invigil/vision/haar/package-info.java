/** Tests of engine haar on pictures of people. */
@NullMarked
package org.invigil.vision.haar;

import org.jspecify.annotations.NullMarked;
