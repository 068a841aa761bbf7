/** JPEG frame to {@code FrameAnalysis}. Knows no Spring, no JDBC, no clock. */
@NullMarked
package org.invigil.vision;

import org.jspecify.annotations.NullMarked;
