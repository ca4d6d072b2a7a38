import type { IsoDate } from "@/lib/domain/dates";
import { type Contact, contactOf, openDirectory, rawContacts } from "./contacts";
import { cyclesOf } from "./cycles";
import { type Deal, leadDeals } from "./deals";
import { duplicatesOf } from "./duplicates";
import { euroRates } from "./fx-rates";
import { type Holiday, holidaysAround, ORGANISATION } from "./organisation";
import { otherDeals } from "./other-deals";
import { randomFor } from "./random";
import {
  type DemoRecord,
  decisionRecords,
  leadRecords,
  opportunityRecords,
  rateRecords,
  spendRecords,
  stageRecords,
  touchRecords,
} from "./records";
import { sceneOf } from "./scene";
import { seatsOf } from "./seats";
import { showpieces } from "./showcase";
import { spendOf } from "./spend";
import { touchesOf } from "./touches";
import { BDRS, type DemoUser, USERS } from "./users";

export type DemoKind = "leads" | "decisions" | "opportunities" | "stage_history" | "touches" | "spend" | "fx_rates";

export interface DemoCompany {
  readonly users: readonly DemoUser[];
  readonly organisation: typeof ORGANISATION;
  readonly holidays: readonly Holiday[];
  /** Canonical records of formats.md, by kind. */
  readonly records: Readonly<Record<DemoKind, readonly DemoRecord[]>>;
}

function numbered(drafts: readonly Omit<Deal, "id">[]): Deal[] {
  return [...drafts]
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((draft, index) => ({ id: `OP-${String(index + 1).padStart(5, "0")}`, ...draft }));
}

/**
 * The sample company as it stands on `today`, a day of the week of the Monday `asOf`: twelve months of leads, decisions,
 * deals, touches and spend. Pure: the same days give the same records. Throws RangeError when `asOf` is no Monday.
 */
export function demoCompany(asOf: IsoDate, today: IsoDate = asOf): DemoCompany {
  const scene = sceneOf(asOf, today);
  const directory = openDirectory();
  const pieces = showpieces(directory, scene);
  const cycles = cyclesOf(scene, BDRS.length);
  const random = randomFor("contacts");
  const isTwin = (flaw: string | null): boolean => flaw === "already_in_pipeline";
  const singles = cycles.filter((cycle) => !isTwin(cycle.flaw)).map((cycle) => contactOf(cycle, directory, random));
  const led = leadDeals(singles, scene);
  const deals = numbered([...led, ...otherDeals(singles, led, directory, scene)]);
  const twins = duplicatesOf(
    cycles.filter((cycle) => isTwin(cycle.flaw)),
    singles,
    deals,
    directory,
  );
  const contacts = [...singles, ...twins.contacts, ...rawContacts(directory, scene)];
  const shown = pieces.flatMap(({ contact }) => contact ?? []);
  const allDeals = [...deals, ...pieces.map((piece) => piece.deal)];
  const seats = seatsOf([...cycles, ...shown.flatMap(({ cycle }) => cycle ?? [])], scene);
  const rates = euroRates(scene);
  const everyone: Contact[] = [...contacts, ...shown].sort((a, b) => (a.leadId < b.leadId ? -1 : 1));
  return {
    users: USERS,
    organisation: ORGANISATION,
    holidays: holidaysAround(asOf),
    records: {
      fx_rates: rateRecords(rates),
      leads: leadRecords(everyone, seats, scene),
      decisions: decisionRecords(everyone, seats, twins.originals),
      opportunities: opportunityRecords(allDeals),
      stage_history: stageRecords(allDeals),
      touches: touchRecords([...touchesOf(contacts, deals, scene), ...pieces.flatMap((piece) => piece.touches)]),
      spend: spendRecords(spendOf(allDeals, rates, scene)),
    },
  };
}
