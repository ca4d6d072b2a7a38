import { describe, expect, test } from "vitest";
import {
  type DeskEvent,
  type DeskState,
  draftFault,
  EMPTY_DRAFT,
  reasonWords,
  reduceDesk,
  verdictWords,
} from "@/lib/view/desk";
import type { QueueItem, QueueLead } from "@/lib/view/queue";

const item = (id: string, due = Number(id)): QueueItem => ({
  id,
  name: `Lead ${id}`,
  company: `Company ${id}`,
  place: "Webinar · MM",
  assignedTo: null,
  clock: { at: 0, due, left: 0 },
});
const lead = (id: string) => ({ id }) as QueueLead;

const desk = (change: Partial<DeskState> = {}): DeskState => ({
  items: ["1", "2", "3"].map((id) => item(id)),
  leads: {},
  current: "1",
  isOpen: true,
  drafts: {},
  faults: {},
  gone: {},
  taken: [],
  ...change,
});

const play = (state: DeskState, ...events: DeskEvent[]) => events.reduce(reduceDesk, state);
const idsOf = ({ items }: DeskState) => items.map(({ id }) => id);
const decide = (id: string): DeskEvent => ({ type: "decide", taken: { id, words: `decided ${id}` } });
const fault = { field: null, message: "no" };

describe("moving", () => {
  test("steps through the list and stops at its ends", () => {
    expect(play(desk(), { type: "move", step: 1 }).current).toBe("2");
    expect(play(desk({ current: "3" }), { type: "move", step: 1 }).current).toBe("3");
    expect(play(desk(), { type: "move", step: -1 }).current).toBe("1");
    expect(play(desk({ current: null, isOpen: false }), { type: "move", step: 1 })).toMatchObject({
      current: "1",
      isOpen: true,
    });
  });

  test("opens what is in the list, and only that", () => {
    expect(play(desk(), { type: "select", id: "3" }).current).toBe("3");
    expect(play(desk(), { type: "select", id: "9" }).current).toBe("1");
    expect(play(desk(), { type: "close" })).toMatchObject({ current: "1", isOpen: false });
  });
});

describe("a decision", () => {
  test("takes its line off and brings the next lead up, else the one before", () => {
    const state = play(desk({ current: "2" }), decide("2"));
    expect([idsOf(state), state.current]).toEqual([["1", "3"], "3"]);
    expect(play(state, decide("3"))).toMatchObject({ current: "1", isOpen: true });
    expect(play(state, decide("3"), decide("1"))).toMatchObject({ items: [], current: null, isOpen: false });
  });

  test("is the first to be taken back", () => {
    const state = play(desk(), decide("1"), decide("2"));
    expect(state.taken.map(({ id }) => id)).toEqual(["2", "1"]);
  });

  test("that fails brings its line back to its place, with the reason, and what was entered", () => {
    const entered: DeskEvent = { type: "draft", id: "1", change: { note: "typed", reason: "bad_data" } };
    const state = play(desk(), entered, decide("1"), { type: "fail", id: "1", fault });
    expect(idsOf(state)).toEqual(["1", "2", "3"]);
    expect(state).toMatchObject({ current: "2", taken: [], faults: { "1": { message: "no", isReturned: true } } });
    expect(state.drafts["1"]).toMatchObject({ note: "typed", reason: "bad_data" });
  });

  test("that fails on the last lead shows it again", () => {
    const state = play(desk({ items: [item("1")] }), decide("1"), { type: "fail", id: "1", fault });
    expect(state.current).toBe("1");
  });

  test("that somebody else took first stays away and cannot be taken back", () => {
    const state = play(desk(), decide("1"), { type: "lose", id: "1" });
    expect([idsOf(state), state.taken]).toEqual([["2", "3"], []]);
  });
});

describe("an undo", () => {
  test("opens the lead again, without its reason", () => {
    const entered: DeskEvent = { type: "draft", id: "1", change: { touch: "call", reason: "bad_data" } };
    const state = play(desk(), entered, decide("1"), { type: "forget", id: "1" }, { type: "restore", id: "1" });
    expect(state).toMatchObject({ current: "1", isOpen: true, taken: [], gone: {} });
    expect(state.drafts["1"]).toMatchObject({ touch: "call", reason: null });
    expect(idsOf(state)).toEqual(["1", "2", "3"]);
  });

  test("of a lead that was never here changes nothing but the stack", () => {
    const state = play(desk({ taken: [{ id: "9", words: "" }] }), { type: "restore", id: "9" });
    expect(state).toMatchObject({ current: "1", taken: [] });
  });
});

describe("loading", () => {
  test("adds details, and lines in the order of their due times; a decided one stays away", () => {
    const state = play(desk(), decide("1"), {
      type: "load",
      asked: [],
      items: [item("1"), item("8", 2.5)],
      leads: [lead("8")],
    });
    expect(idsOf(state)).toEqual(["2", "8", "3"]);
    expect(state.leads["8"]).toEqual({ id: "8" });
  });

  test("drops what was asked for and is open no more, and goes on to the next", () => {
    const load: DeskEvent = { type: "load", asked: ["1", "2"], items: [item("2")], leads: [lead("2")] };
    expect(play(desk(), load)).toMatchObject({ current: "2" });
    expect(idsOf(play(desk(), load))).toEqual(["2", "3"]);
    const all: DeskEvent = { type: "load", asked: ["1", "2", "3"], items: [], leads: [] };
    expect(play(desk(), all)).toMatchObject({ items: [], current: null });
  });
});

test("a page drawn anew brings its list and keeps what was entered", () => {
  const entered: DeskEvent = { type: "draft", id: "2", change: { note: "typed" } };
  const fresh = desk({ items: [item("2"), item("4")], current: "4", isOpen: false });
  const state = play(desk({ current: "2" }), entered, { type: "refresh", state: fresh });
  expect(state).toMatchObject({ current: "2", isOpen: true, drafts: { "2": { note: "typed" } } });
  expect(play(desk(), { type: "refresh", state: fresh }).current).toBe("4");
});

describe("what is missing before a decision is sent", () => {
  const at = (draft: object, choice: Parameters<typeof draftFault>[0]) =>
    draftFault(choice, { ...EMPTY_DRAFT, ...draft })?.field;
  const accept = { verdict: "accept" } as const;
  const reject = (reason: "bad_data" | "no_intent" | "already_in_pipeline" | null) =>
    ({ verdict: "reject", reason }) as const;
  const duplicate = { key: "lead:1", label: "", hint: "" };

  test.each([
    [{}, accept, "touch"],
    [{ touch: "call" }, accept, undefined],
    [{}, reject(null), "reason"],
    [{}, reject("bad_data"), undefined],
    [{}, reject("no_intent"), "touch"],
    [{ touch: "reply" }, reject("no_intent"), undefined],
    [{}, reject("already_in_pipeline"), "duplicate_of"],
    [{ duplicate }, reject("already_in_pipeline"), undefined],
    [{ note: "x".repeat(280) }, reject("bad_data"), undefined],
    [{ note: "x".repeat(281) }, reject("bad_data"), "note"],
    [{ note: "🙂".repeat(280) }, reject("bad_data"), undefined],
  ] as const)("%j %j", (draft, choice, field) => expect(at(draft, choice)).toBe(field));
});

test("words of a verdict", () => {
  expect(reasonWords("bad_data")).toBe("4 Bad data");
  expect(verdictWords("bad_data", "Harbor Freight Analytics")).toBe("Rejected: 4 Bad data. Harbor Freight Analytics.");
  expect(verdictWords(null, "Acme Inc.")).toBe("Accepted as SAL. Acme Inc.");
  expect(verdictWords(null, null)).toBe("Accepted as SAL.");
});
