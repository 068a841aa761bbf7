@NullMarked
package org.invigil.rules;

import org.jspecify.annotations.NullMarked;
