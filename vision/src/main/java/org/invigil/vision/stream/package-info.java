/**
 * What every engine does alike with a stream of frames: whose memory it is, a frame that equals the last one, a picture that stands
 * still. No threads; memory of one stream is one analysis and a checksum.
 */
@NullMarked
package org.invigil.vision.stream;

import org.jspecify.annotations.NullMarked;
