/**
 * Whether what comes from a camera has come before: a loop, a photo. Plain numbers over what each frame already has: nothing here knows of
 * networks or native memory, so that it can run anywhere. No threads; memory of one stream is about 64 KB, mostly its last 40 seconds in a
 * few cells each.
 */
@NullMarked
package org.invigil.vision.replay;

import org.jspecify.annotations.NullMarked;
