package org.invigil.server.devices;

import java.util.UUID;

/** From now on the sitting goes on on this device; published on the node that was asked, once it is stored. */
public record DeviceMoved(UUID sessionId, UUID deviceId) {}
