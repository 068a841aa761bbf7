@NullMarked
package org.invigil.rules.batch;

import org.jspecify.annotations.NullMarked;
