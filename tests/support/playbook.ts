import { addDays, type IsoDate } from "@/lib/domain/dates";
import { type PlaybookFacts, playbook } from "@/lib/domain/playbook";

const DAY1 = "2027-03-01";
/** The date of a day of the playbook. */
export const on = (day: number): IsoDate => addDays(DAY1, day - 1);

/** Begun on 1 March 2027, and nothing else done. */
export const BEGUN: PlaybookFacts = {
  roundOpened: DAY1,
  draftOpened: null,
  bothAnswered: null,
  definitionDrafted: null,
  signed: null,
  frozen: null,
  firstLeads: null,
  values: [],
  spending: [],
  firstCredit: null,
  firstSnapshot: null,
  ownedReasons: 0,
  reasonsOwned: null,
  reviews: [],
  watchStarted: null,
  fixOpened: null,
  fixOwner: null,
  moved: null,
  thanked: null,
};

/** The playbook of these facts on a day. */
export const bookOf = (facts: Partial<PlaybookFacts>, today: IsoDate) => {
  const book = playbook({ ...BEGUN, ...facts }, today);
  if (!book) throw new Error("the playbook has begun");
  return book;
};
/** One step of it. */
export const stepOf = (facts: Partial<PlaybookFacts>, today: IsoDate, id: string) => {
  const step = bookOf(facts, today).steps.find((own) => own.id === id);
  if (!step) throw new Error(`there is no step ${id}`);
  return step;
};
