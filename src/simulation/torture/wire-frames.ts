/**
 * Cuts what Postgres and its client say to each other into whole messages, and reads the few that matter: a
 * statement, the answer to one.
 * The rule: bytes go on as they came; a message is only read, never changed. Protocol 3, without TLS.
 */

export type Frame = { bytes: Buffer; said: Said };
export type Said =
  /** A statement as text: sent as it is, or bound by the name it was prepared under. */
  | { kind: 'statement'; text: string }
  /** The server's word that a statement is done: COMMIT, UPDATE 1 … */
  | { kind: 'done'; tag: string }
  | { kind: 'other' };

const OTHER: Said = { kind: 'other' };

/** Gives whole messages as the bytes come in. The client's first message has no letter before its length. */
export function framesFrom(side: 'client' | 'server'): (bytes: Buffer) => Frame[] {
  let kept: Buffer = Buffer.alloc(0);
  let isFirst = side === 'client';
  const prepared = new Map<string, string>();
  return (bytes) => {
    kept = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    const frames: Frame[] = [];
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (kept.length < head + 4) return frames;
      const length = head + kept.readUInt32BE(head);
      if (kept.length < length) return frames;
      const frame = kept.subarray(0, length);
      frames.push({
        bytes: frame,
        said: isFirst ? OTHER : side === 'client' ? asked(frame, prepared) : answered(frame),
      });
      isFirst = false;
      kept = kept.subarray(length);
    }
  };
}

function asked(frame: Buffer, prepared: Map<string, string>): Said {
  switch (frame[0]) {
    case 0x51 /* Q */:
      return { kind: 'statement', text: wordAt(frame, 5).word };
    case 0x50 /* P */:
      {
        const name = wordAt(frame, 5);
        prepared.set(name.word, wordAt(frame, name.end).word);
        return OTHER;
      }
    case 0x42 /* B */:
      {
        const portal = wordAt(frame, 5);
        return { kind: 'statement', text: prepared.get(wordAt(frame, portal.end).word) ?? '' };
      }
    default:
      return OTHER;
  }
}

function answered(frame: Buffer): Said {
  return frame[0] === 0x43 /* C */ ? { kind: 'done', tag: wordAt(frame, 5).word } : OTHER;
}

/** Text up to its closing nought, and where the next begins. */
function wordAt(frame: Buffer, from: number): { word: string; end: number } {
  const end = frame.indexOf(0, from);
  const at = end < 0 ? frame.length : end;
  return { word: frame.toString('utf8', from, at), end: at + 1 };
}
