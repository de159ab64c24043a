/** The people of a server: who they are, and when they are free. */

import type { Columns } from "../intervals/columns.ts";
import type { NameList } from "./name_list.ts";

/** Person `i` of the columns has the name at position `i` of the list. */
export interface People {
  readonly names: NameList;
  readonly columns: Columns;
}
