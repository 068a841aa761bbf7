@NullMarked
package org.invigil.rules.policy;

import org.jspecify.annotations.NullMarked;
