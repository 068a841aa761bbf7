import { socketUrl } from "../api/reconnectingSocket";
import { TilesSocket, type Still } from "../api/tilesSocket";

/** Scrolling asks for what it stops at, not for what it passes. */
const SETTLE_MILLIS = 150;

export type StillListener = (still: Still) => void;

interface ShownTile {
  readonly onStill: StillListener;
  readonly onLost: () => void;
}

/** The one connection for stills, and who draws them: each tile says that it is on the screen, and nothing is kept. */
export class StillStore {
  private readonly tiles = new Map<string, ShownTile>();
  private socket: TilesSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly open: (onStill: StillListener, onLost: () => void) => TilesSocket) {}

  /**
   * A tile of this session is on the screen until what is returned is called.
   *
   * @param onLost called when the connection is lost: what is on the screen is not the present any more
   */
  readonly show = (sessionId: string, onStill: StillListener, onLost: () => void): (() => void) => {
    const tile = { onStill, onLost };
    this.tiles.set(sessionId, tile);
    this.settle();
    return () => {
      if (this.tiles.get(sessionId) === tile) this.tiles.delete(sessionId);
      this.settle();
    };
  };

  private settle(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.tiles.size === 0) {
        this.socket?.close();
        this.socket = undefined;
        return;
      }
      this.socket ??= this.open(
        (still) => this.tiles.get(still.sessionId)?.onStill(still),
        () => {
          this.tiles.forEach(({ onLost }) => {
            onLost();
          });
        },
      );
      this.socket.watch([...this.tiles.keys()]);
    }, SETTLE_MILLIS);
  }
}

export const stillStore = new StillStore((onStill, onLost) => new TilesSocket(socketUrl("/tiles"), onStill, onLost));
