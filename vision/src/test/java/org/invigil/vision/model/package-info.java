@NullMarked
package org.invigil.vision.model;

import org.jspecify.annotations.NullMarked;
