@NullMarked
package org.invigil.vision.phone;

import org.jspecify.annotations.NullMarked;
