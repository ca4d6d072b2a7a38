import { addDays, type IsoDate } from "@/lib/domain/dates";
import { randomFor } from "./random";
import type { Scene } from "./scene";

/** Dollars per euro on each day, as decimal text. */
export type EuroRates = ReadonlyMap<IsoDate, string>;

const START = 1.09;
const SPREAD = 0.025;

/** A rate for every calendar day of the data: it wavers within 2.5 % of its start. */
export function euroRates(scene: Scene): EuroRates {
  const random = randomFor("rates");
  const rates = new Map<IsoDate, string>();
  let rate = START;
  for (let day = addDays(scene.firstMonday, -45); day <= scene.today; day = addDays(day, 1)) {
    const pull = (START - rate) * 0.02;
    rate = Math.max(START * (1 - SPREAD), Math.min(START * (1 + SPREAD), rate + pull + (random.next() - 0.5) * 0.006));
    rates.set(day, rate.toFixed(4));
  }
  return rates;
}
