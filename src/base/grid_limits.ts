/** The bounds of answers that are drawn, and the relations between them. */

import { assert } from "@std/assert";

/** Of a line where there is no terminal. */
export const COLUMNS_DEFAULT = 80;
/** A narrower terminal gets lines of this all the same. */
export const GRID_COLUMNS_MIN = 32;
/** Days of a picture: six weeks. */
export const GRID_DAYS_MAX = 42;
/** Rows of a picture of numbers. */
export const GRID_ROWS_MAX = 24;

assert(
  GRID_COLUMNS_MIN <= COLUMNS_DEFAULT,
  "where nobody says how wide it is, it is wide enough",
);
