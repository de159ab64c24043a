/** What a component has, by name. */

import { quote } from "../base/errors.ts";
import type { Component, Property } from "./component.ts";
import { CalendarError } from "./problems.ts";

/** The components within it. */
export function allOf(
  { components }: Component,
  name: string,
): readonly Component[] {
  return components.filter((component) => component.name === name);
}

export function someOf(
  { properties }: Component,
  name: string,
): readonly Property[] {
  return properties.filter((property) => property.name === name);
}

/**
 * @throws {CalendarError} If there are several that are not equal, as any could
 * be meant.
 */
export function maybeOf(
  component: Component,
  name: string,
): Property | undefined {
  let found: Property | undefined;
  for (const property of component.properties) {
    if (property.name !== name) continue;
    if (found !== undefined && !isEqual(found, property)) {
      throw new CalendarError(
        property.line,
        `Cannot tell which ${name} of a ${component.name} counts`,
      );
    }
    found ??= property;
  }
  return found;
}

/** Whether they say the same, letter by letter. */
function isEqual(a: Property, b: Property): boolean {
  return a.value === b.value &&
    JSON.stringify(a.params) === JSON.stringify(b.params);
}

/** @throws {CalendarError} If there is none, or several that differ. */
export function oneOf(component: Component, name: string): Property {
  const property = maybeOf(component, name);
  if (property !== undefined) return property;
  throw new CalendarError(
    component.line,
    `Cannot read a ${component.name} without ${name}`,
  );
}

/** Its value in upper case; "" without it. */
export function wordOf(component: Component, name: string): string {
  return maybeOf(component, name)?.value.toUpperCase() ?? "";
}

/** The parts of a list; an empty one says that there is nothing. */
export function partsOf({ value }: Property): readonly string[] {
  return value === "" ? [] : value.split(",").map((part) => part.trim());
}

/** Of a value that is none of its property. */
export function unreadable(
  { name, line }: Property,
  value: string,
  what: string,
): CalendarError {
  return new CalendarError(
    line,
    `Cannot read ${name} as ${what}: got ${quote(value)}`,
  );
}
