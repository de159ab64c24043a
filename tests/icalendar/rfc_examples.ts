/**
 * The examples of RFC 5545, with the outcomes that it gives. All are in the
 * time zone America/New_York, which is why each UNTIL is in UTC.
 */

import { readWall } from "../support/recurrence_rule.ts";

/** One rule of the RFC, and what it says comes of it. */
export interface RfcExample {
  /** In the words of the RFC. */
  readonly title: string;
  readonly dtstart: string;
  readonly rrule: string;
  /** Years parted by `|`; `...` where it goes on. */
  readonly outcome: string;
  /** Starts that an EXDATE takes out. */
  readonly exdates?: readonly string[];
}

/** Those with their starts at 09:00 (3.8.5.3). */
const DAYS: readonly RfcExample[] = [
  {
    title: "Daily for 10 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=DAILY;COUNT=10",
    outcome: "1997 Sep 2-11",
  },
  {
    title: "Daily until December 24, 1997",
    dtstart: "19970902T090000",
    rrule: "FREQ=DAILY;UNTIL=19971224T000000Z",
    outcome: "1997 Sep 2-30; Oct 1-25; Oct 26-31; Nov 1-30; Dec 1-23",
  },
  {
    title: "Every other day - forever",
    dtstart: "19970902T090000",
    rrule: "FREQ=DAILY;INTERVAL=2",
    outcome: "1997 Sep 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30; " +
      "Oct 2,4,6,8,10,12,14,16,18,20,22,24; Oct 26,28,30; " +
      "Nov 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29; Dec 1,3 ...",
  },
  {
    title: "Every 10 days, 5 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=DAILY;INTERVAL=10;COUNT=5",
    outcome: "1997 Sep 2,12,22; Oct 2,12",
  },
  {
    title: "Every day in January, for 3 years",
    dtstart: "19980101T090000",
    rrule: "FREQ=YEARLY;UNTIL=20000131T140000Z;" +
      "BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
    outcome: "1998 Jan 1-31 | 1999 Jan 1-31 | 2000 Jan 1-31",
  },
  {
    title: "Every day in January, for 3 years, daily",
    dtstart: "19980101T090000",
    rrule: "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
    outcome: "1998 Jan 1-31 | 1999 Jan 1-31 | 2000 Jan 1-31",
  },
  {
    title: "Weekly for 10 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=WEEKLY;COUNT=10",
    outcome: "1997 Sep 2,9,16,23,30; Oct 7,14,21; Oct 28; Nov 4",
  },
  {
    title: "Weekly until December 24, 1997",
    dtstart: "19970902T090000",
    rrule: "FREQ=WEEKLY;UNTIL=19971224T000000Z",
    outcome: "1997 Sep 2,9,16,23,30; Oct 7,14,21; Oct 28; Nov 4,11,18,25; " +
      "Dec 2,9,16,23",
  },
  {
    title: "Every other week - forever",
    dtstart: "19970902T090000",
    rrule: "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    outcome: "1997 Sep 2,16,30; Oct 14; Oct 28; Nov 11,25; Dec 9,23 | " +
      "1998 Jan 6,20; Feb 3,17 ...",
  },
  {
    title: "Weekly on Tuesday and Thursday for five weeks",
    dtstart: "19970902T090000",
    rrule: "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
    outcome: "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2",
  },
  {
    title: "Weekly on Tuesday and Thursday for five weeks, counted",
    dtstart: "19970902T090000",
    rrule: "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
    outcome: "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2",
  },
  {
    title: "Every other week on Monday, Wednesday, and Friday until " +
      "December 24, 1997, starting on Monday, September 1, 1997",
    dtstart: "19970901T090000",
    rrule: "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;" +
      "BYDAY=MO,WE,FR",
    outcome: "1997 Sep 1,3,5,15,17,19,29; Oct 1,3,13,15,17; Oct 27,29,31; " +
      "Nov 10,12,14,24,26,28; Dec 8,10,12,22",
  },
  {
    title: "Every other week on Tuesday and Thursday, for 8 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    outcome: "1997 Sep 2,4,16,18,30; Oct 2,14,16",
  },
  {
    title: "Monthly on the first Friday for 10 occurrences",
    dtstart: "19970905T090000",
    rrule: "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
    outcome: "1997 Sep 5; Oct 3; Nov 7; Dec 5 | " +
      "1998 Jan 2; Feb 6; Mar 6; Apr 3; May 1; Jun 5",
  },
  {
    title: "Monthly on the first Friday until December 24, 1997",
    dtstart: "19970905T090000",
    rrule: "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
    outcome: "1997 Sep 5; Oct 3; Nov 7; Dec 5",
  },
  {
    title: "Every other month on the first and last Sunday of the month for " +
      "10 occurrences",
    dtstart: "19970907T090000",
    rrule: "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    outcome: "1997 Sep 7,28; Nov 2,30 | 1998 Jan 4,25; Mar 1,29; May 3,31",
  },
  {
    title: "Monthly on the second-to-last Monday of the month for 6 months",
    dtstart: "19970922T090000",
    rrule: "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
    outcome: "1997 Sep 22; Oct 20; Nov 17; Dec 22 | 1998 Jan 19; Feb 16",
  },
  {
    title: "Monthly on the third-to-the-last day of the month, forever",
    dtstart: "19970928T090000",
    rrule: "FREQ=MONTHLY;BYMONTHDAY=-3",
    outcome: "1997 Sep 28; Oct 29; Nov 28; Dec 29 | 1998 Jan 29; Feb 26 ...",
  },
  {
    title: "Monthly on the 2nd and 15th of the month for 10 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
    outcome: "1997 Sep 2,15; Oct 2,15; Nov 2,15; Dec 2,15 | 1998 Jan 2,15",
  },
  {
    title: "Monthly on the first and last day of the month for 10 occurrences",
    dtstart: "19970930T090000",
    rrule: "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    outcome: "1997 Sep 30; Oct 1; Oct 31; Nov 1,30; Dec 1,31 | " +
      "1998 Jan 1,31; Feb 1",
  },
  {
    title: "Every 18 months on the 10th thru 15th of the month for " +
      "10 occurrences",
    dtstart: "19970910T090000",
    rrule: "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    outcome: "1997 Sep 10,11,12,13,14,15 | 1999 Mar 10,11,12,13",
  },
  {
    title: "Every Tuesday, every other month",
    dtstart: "19970902T090000",
    rrule: "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    outcome: "1997 Sep 2,9,16,23,30; Nov 4,11,18,25 | " +
      "1998 Jan 6,13,20,27; Mar 3,10,17,24,31 ...",
  },
  {
    title: "Yearly in June and July for 10 occurrences",
    dtstart: "19970610T090000",
    rrule: "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    outcome: "1997 Jun 10; Jul 10 | 1998 Jun 10; Jul 10 | " +
      "1999 Jun 10; Jul 10 | 2000 Jun 10; Jul 10 | 2001 Jun 10; Jul 10",
  },
  {
    title: "Every other year on January, February, and March for " +
      "10 occurrences",
    dtstart: "19970310T090000",
    rrule: "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    outcome: "1997 Mar 10 | 1999 Jan 10; Feb 10; Mar 10 | " +
      "2001 Jan 10; Feb 10; Mar 10 | 2003 Jan 10; Feb 10; Mar 10",
  },
  {
    title: "Every third year on the 1st, 100th, and 200th day for " +
      "10 occurrences",
    dtstart: "19970101T090000",
    rrule: "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    outcome: "1997 Jan 1; Apr 10; Jul 19 | 2000 Jan 1; Apr 9; Jul 18 | " +
      "2003 Jan 1; Apr 10; Jul 19 | 2006 Jan 1",
  },
  {
    title: "Every 20th Monday of the year, forever",
    dtstart: "19970519T090000",
    rrule: "FREQ=YEARLY;BYDAY=20MO",
    outcome: "1997 May 19 | 1998 May 18 | 1999 May 17 ...",
  },
  {
    title: "Monday of week number 20 (where the default start of the week is " +
      "Monday), forever",
    dtstart: "19970512T090000",
    rrule: "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    outcome: "1997 May 12 | 1998 May 11 | 1999 May 17 ...",
  },
  {
    title: "Every Thursday in March, forever",
    dtstart: "19970313T090000",
    rrule: "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
    outcome: "1997 Mar 13,20,27 | 1998 Mar 5,12,19,26 | " +
      "1999 Mar 4,11,18,25 ...",
  },
  {
    title: "Every Thursday, but only during June, July, and August, forever",
    dtstart: "19970605T090000",
    rrule: "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
    outcome: "1997 Jun 5,12,19,26; Jul 3,10,17,24,31; Aug 7,14,21,28 | " +
      "1998 Jun 4,11,18,25; Jul 2,9,16,23,30; Aug 6,13,20,27 | " +
      "1999 Jun 3,10,17,24; Jul 1,8,15,22,29; Aug 5,12,19,26 ...",
  },
  {
    title: "Every Friday the 13th, forever",
    dtstart: "19970902T090000",
    rrule: "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    outcome: "1998 Feb 13; Mar 13; Nov 13 | 1999 Aug 13 | 2000 Oct 13 ...",
    exdates: ["19970902T090000"],
  },
  {
    title: "The first Saturday that follows the first Sunday of the month, " +
      "forever",
    dtstart: "19970913T090000",
    rrule: "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    outcome: "1997 Sep 13; Oct 11; Nov 8; Dec 13 | " +
      "1998 Jan 10; Feb 7; Mar 7; Apr 11; May 9; Jun 13 ...",
  },
  {
    title: "Every 4 years, the first Tuesday after a Monday in November, " +
      "forever (U.S. Presidential Election day)",
    dtstart: "19961105T090000",
    rrule: "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;" +
      "BYMONTHDAY=2,3,4,5,6,7,8",
    outcome: "1996 Nov 5 | 2000 Nov 7 | 2004 Nov 2 ...",
  },
  {
    title: "The third instance into the month of one of Tuesday, Wednesday, " +
      "or Thursday, for the next 3 months",
    dtstart: "19970904T090000",
    rrule: "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    outcome: "1997 Sep 4; Oct 7; Nov 6",
  },
  {
    title: "The second-to-last weekday of the month",
    dtstart: "19970929T090000",
    rrule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    outcome: "1997 Sep 29; Oct 30; Nov 27; Dec 30 | " +
      "1998 Jan 29; Feb 26; Mar 30 ...",
  },
  {
    title: "The days generated make a difference because of WKST=MO",
    dtstart: "19970805T090000",
    rrule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
    outcome: "1997 Aug 5,10,19,24",
  },
  {
    title: "Changing only WKST from MO to SU yields different results",
    dtstart: "19970805T090000",
    rrule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
    outcome: "1997 Aug 5,17,19,31",
  },
  {
    title: "An invalid date (i.e., February 30) is ignored",
    dtstart: "20070115T090000",
    rrule: "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
    outcome: "2007 Jan 15,30; Feb 15; Mar 15,30",
  },
];

/** "9:00, 9:20, 9:40, 10:00, 10:20, ... 16:00, 16:20, 16:40". */
const TWENTIES = "09:00,09:20,09:40,10:00,10:20,10:40,11:00,11:20,11:40," +
  "12:00,12:20,12:40,13:00,13:20,13:40,14:00,14:20,14:40," +
  "15:00,15:20,15:40,16:00,16:20,16:40";

/** Those within a day (3.8.5.3 with erratum 3883), and the one of 3.3.10. */
const TIMES: readonly RfcExample[] = [
  {
    title: "Every 3 hours from 9:00 AM to 5:00 PM on a specific day",
    dtstart: "19970902T090000",
    rrule: "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
    outcome: "1997 Sep 2 09:00,12:00,15:00",
  },
  {
    title: "Every 15 minutes for 6 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
    outcome: "1997 Sep 2 09:00,09:15,09:30,09:45,10:00,10:15",
  },
  {
    title: "Every hour and a half for 4 occurrences",
    dtstart: "19970902T090000",
    rrule: "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
    outcome: "1997 Sep 2 09:00,10:30,12:00,13:30",
  },
  {
    title: "Every 20 minutes from 9:00 AM to 4:40 PM every day",
    dtstart: "19970902T090000",
    rrule: "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
    outcome: `1997 Sep 2,3 ${TWENTIES} ...`,
  },
  {
    title: "Every 20 minutes from 9:00 AM to 4:40 PM every day, by minutes",
    dtstart: "19970902T090000",
    rrule: "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
    outcome: `1997 Sep 2,3 ${TWENTIES} ...`,
  },
  {
    title: "Every Sunday in January at 8:30 AM and 9:30 AM, every other year",
    dtstart: "19970105T083000",
    rrule: "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30",
    outcome: "1997 Jan 5,12,19,26 08:30,09:30 | " +
      "1999 Jan 3,10,17,24,31 08:30,09:30 ...",
  },
];

export const RFC_EXAMPLES: readonly RfcExample[] = [...DAYS, ...TIMES];

/** The starts of an outcome in wall-clock seconds, and whether more follow. */
export function readOutcome(
  outcome: string,
): { readonly starts: readonly number[]; readonly goesOn: boolean } {
  const goesOn = outcome.endsWith(" ...");
  const years = outcome.replace(/ \.\.\.$/, "").split(" | ");
  const starts = years.flatMap((text) => {
    const year = text.slice(0, 4);
    return text.slice(5).split("; ").flatMap((month) => readMonth(year, month));
  });
  return { starts, goesOn };
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** @param text Like `Sep 2-4,9 08:30,09:30`; without times it is 09:00. */
function readMonth(year: string, text: string): number[] {
  const [name = "", dates = "", times = "09:00"] = text.split(" ");
  const month = pad(MONTHS.indexOf(name) + 1);
  return dates.split(",").flatMap(readRange).flatMap((date) =>
    times.split(",").map((time) =>
      readWall(`${year}${month}${pad(date)}T${time.replace(":", "")}00`)
    )
  );
}

function readRange(text: string): number[] {
  const [first = 0, last = first] = text.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function pad(number: number): string {
  return `${number}`.padStart(2, "0");
}
