import { socketUrl } from "../api/reconnectingSocket";
import { TilesSocket, type Still } from "../api/tilesSocket";

/** Scrolling asks for what it stops at, not for what it passes. */
const SETTLE_MILLIS = 150;

export type StillListener = (still: Still) => void;

/** The one connection for stills, and who draws them: each tile says that it is on the screen, and nothing is kept. */
export class StillStore {
  private readonly tiles = new Map<string, StillListener>();
  private socket: TilesSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly open: (onStill: StillListener) => TilesSocket) {}

  /** A tile of this session is on the screen until what is returned is called. */
  readonly show = (sessionId: string, listener: StillListener): (() => void) => {
    this.tiles.set(sessionId, listener);
    this.settle();
    return () => {
      if (this.tiles.get(sessionId) === listener) this.tiles.delete(sessionId);
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
      this.socket ??= this.open((still) => this.tiles.get(still.sessionId)?.(still));
      this.socket.watch([...this.tiles.keys()]);
    }, SETTLE_MILLIS);
  }
}

export const stillStore = new StillStore((onStill) => new TilesSocket(socketUrl("/tiles"), onStill));
