package org.invigil.server.devices;

import org.invigil.rules.wire.WireNamed;

/** Why a student goes on on another device. */
public enum MoveReason implements WireNamed {
    DEVICE_BROKE,
    OTHER
}
