/** Every threshold of an exam, and what it allows. How a policy is written down is its reader's matter. */
@NullMarked
package org.invigil.rules.policy;

import org.jspecify.annotations.NullMarked;
