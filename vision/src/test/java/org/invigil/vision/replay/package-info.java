@NullMarked
package org.invigil.vision.replay;

import org.jspecify.annotations.NullMarked;
