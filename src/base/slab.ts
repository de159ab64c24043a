/**
 * Small arrays cut from larger ones: to make one takes the runtime about ten
 * times as long as to cut one, and as long as to intersect ten people. A server
 * makes a dozen for each question, and all of them are soon gone.
 *
 * The slabs are the module's, as a runtime's own heap is: no result depends on
 * which one an array is cut from, and readers of all rooms make arrays.
 */

const SLAB_BYTES = 16_384;
/** A larger one in a slab would keep it alive for itself alone. */
const CUT_BYTES_MAX = SLAB_BYTES / 16;

let bytes = new Uint8Array(SLAB_BYTES);
let bytesCut = 0;
let bounds = new Float64Array(SLAB_BYTES / Float64Array.BYTES_PER_ELEMENT);
let boundsCut = 0;

/**
 * As `new Uint8Array(count)`, for what is not kept for long: whoever keeps it
 * keeps all that was cut beside it, so copy then by `slice()`.
 */
export function cutBytes(count: number): Uint8Array {
  if (count > CUT_BYTES_MAX) return new Uint8Array(count);
  if (bytesCut + count > bytes.length) {
    bytes = new Uint8Array(SLAB_BYTES);
    bytesCut = 0;
  }
  const at = bytesCut;
  bytesCut += count;
  return bytes.subarray(at, bytesCut);
}

/** As `bytes.slice()`, for what is not kept for long. */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  const copy = cutBytes(bytes.length);
  copy.set(bytes);
  return copy;
}

/** As {@linkcode cutBytes}, of times. */
export function cutBounds(count: number): Float64Array {
  if (count > CUT_BYTES_MAX / Float64Array.BYTES_PER_ELEMENT) {
    return new Float64Array(count);
  }
  if (boundsCut + count > bounds.length) {
    bounds = new Float64Array(bounds.length);
    boundsCut = 0;
  }
  const at = boundsCut;
  boundsCut += count;
  return bounds.subarray(at, boundsCut);
}
