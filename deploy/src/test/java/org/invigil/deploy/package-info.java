/** Checks of what is shipped beside the server: chart, compose file, proxy, service, image, board and alerts. */
@NullMarked
package org.invigil.deploy;

import org.jspecify.annotations.NullMarked;
