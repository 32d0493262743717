import { refuse } from './refusals.ts';

/** Memory for heads and for bodies that are read whole, shared by all requests of a gate. */
export interface Room extends Disposable {
  /** Throws a refusal where there is no room left. */
  take(bytes: number): void;
}

/** Opens a request's share of the room; it is given back when the request is done. */
export type Rooms = () => Room;

export function rooms(limit: number): Rooms {
  let taken = 0;
  return () => {
    let own = 0;
    return {
      take(bytes) {
        if (taken + bytes > limit) throw refuse('busy');
        own += bytes;
        taken += bytes;
      },
      [Symbol.dispose]() {
        taken -= own;
        own = 0;
      },
    };
  };
}
