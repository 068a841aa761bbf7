@NullMarked
package org.invigil.vision;

import org.jspecify.annotations.NullMarked;
