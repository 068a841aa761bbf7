@NullMarked
package org.invigil.vision.person;

import org.jspecify.annotations.NullMarked;
