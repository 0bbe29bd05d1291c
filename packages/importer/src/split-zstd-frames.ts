const frameMagic = 0xfd2fb528;
/** Magic numbers 0x184D2A50 to 0x184D2A5F: frames of user data that decoders skip. */
const isSkippableMagic = (magic: number) => magic >>> 4 === 0x184d2a5;

type FramePart = 'magic' | 'skip-size' | 'skip' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum';

/**
 * Cuts zstd data (RFC 8878) into pieces of which none goes beyond the end of a frame, and drops skippable frames.
 * node:zlib stops at the end of a frame and loses the rest of that chunk without an error, so a file of several
 * frames (`pzstd`, `cat a.zst b.zst`) would lose lines. Throws an Error on data that is no frame and on an unfinished frame.
 */
export async function* splitZstdFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  /** What the next bytes are; `needed` of them make the part complete. */
  let part = 'magic' as FramePart;
  let needed = 4;
  /** Collected bytes of a part that has to be read as a number. */
  const field = Buffer.alloc(4);
  let collected = 0;
  let hasChecksum = false;
  let isLastBlock = false;

  const expect = (next: FramePart, size: number) => {
    part = next;
    needed = size;
    collected = 0;
  };
  const expectAfterBlock = () => {
    if (!isLastBlock) expect('block-header', 3);
    else if (hasChecksum) expect('checksum', 4);
    else expect('magic', 4);
  };

  for await (const chunk of chunks) {
    let position = 0;
    /** Start of what is to be given on of this chunk. */
    let start = 0;
    while (position < chunk.length) {
      const size = Math.min(needed - collected, chunk.length - position);
      if (part !== 'skip' && part !== 'block' && part !== 'header')
        chunk.copy(field, collected, position, position + size);
      position += size;
      collected += size;
      if (part === 'magic' || part === 'skip-size' || part === 'skip') start = position;
      if (collected < needed) break;

      // An empty part (a block of no bytes) is complete at once, so each case decides what really comes next.
      switch (part) {
        case 'magic': {
          const magic = field.readUInt32LE(0);
          if (isSkippableMagic(magic)) expect('skip-size', 4);
          else if (magic === frameMagic) {
            yield Buffer.from(field.subarray(0, 4));
            expect('descriptor', 1);
          } else throw new Error('what follows a frame is not zstd data');
          break;
        }
        case 'skip-size': {
          const skipped = field.readUInt32LE(0);
          if (skipped === 0) expect('magic', 4);
          else expect('skip', skipped);
          break;
        }
        case 'skip':
          expect('magic', 4);
          break;
        case 'descriptor': {
          const descriptor = field.readUInt8(0);
          hasChecksum = (descriptor & 4) !== 0;
          expect('header', headerSize(descriptor));
          break;
        }
        case 'header':
          expect('block-header', 3);
          break;
        case 'block-header': {
          const header = field.readUIntLE(0, 3);
          isLastBlock = (header & 1) === 1;
          const blockType = (header >>> 1) & 3;
          if (blockType === 3) throw new Error('a block has an unknown type');
          const size = blockType === 1 ? 1 : header >>> 3;
          if (size === 0) expectAfterBlock();
          else expect('block', size);
          break;
        }
        case 'block':
          expectAfterBlock();
          break;
        case 'checksum':
          expect('magic', 4);
          break;
      }
      const isFrameEnd = part === 'magic' && position > start;
      if (isFrameEnd) {
        yield chunk.subarray(start, position);
        start = position;
      }
    }
    if (position > start) yield chunk.subarray(start, position);
  }
  if (part !== 'magic' || collected > 0) throw new Error('unexpected end of file');
}

/** Window descriptor, dictionary id and content size that follow a frame's descriptor byte; at least 1 byte. */
function headerSize(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] as number;
  return (isSingleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes;
}
