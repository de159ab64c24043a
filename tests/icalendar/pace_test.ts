import { assertEquals } from "@std/assert";
import { paceOf, recurrencesADayMax } from "../../src/icalendar/pace.ts";
import { parseRule } from "../../src/icalendar/rule.ts";

const RECURRENCES: [rule: string, aDayMax: number][] = [
  ["FREQ=YEARLY", 1],
  ["FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40", 6],
  ["FREQ=HOURLY", 24],
  ["FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,30", 10],
  ["FREQ=MINUTELY;INTERVAL=15", 96],
  ["FREQ=MINUTELY;INTERVAL=7", 206],
  ["FREQ=MINUTELY;BYHOUR=9", 60],
  ["FREQ=SECONDLY", 86_400],
  ["FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", 1],
];
for (const [rule, aDayMax] of RECURRENCES) {
  Deno.test(`recurrencesADayMax() of ${rule} is ${aDayMax}`, () => {
    assertEquals(recurrencesADayMax(parseRule(rule)), aDayMax);
  });
}

const PACES: [rule: string, pace: number][] = [
  ["FREQ=MONTHLY", 0.25],
  ["FREQ=MONTHLY;BYDAY=2TU", 0.25],
  ["FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", 1],
  ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=1,2,3,4", 4],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=1", 5 / 7],
  ["FREQ=DAILY;BYMONTH=1", 1],
  ["FREQ=DAILY;BYHOUR=9,17", 2],
  ["FREQ=MINUTELY;BYHOUR=9,17", 120],
  // What they look at and leave out is work, too.
  ["FREQ=HOURLY;BYHOUR=9", 24],
  ["FREQ=DAILY;BYMONTH=1;COUNT=64", 2],
  ["FREQ=SECONDLY;COUNT=64", 25],
  ["FREQ=SECONDLY;COUNT=6400", 200],
];
for (const [rule, pace] of PACES) {
  Deno.test(`paceOf() of ${rule} is ${pace}`, () => {
    assertEquals(paceOf(parseRule(rule)), pace);
  });
}
