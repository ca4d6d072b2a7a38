import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentFigures, FIELD_UNITS, FIGURE_KINDS, type Field, parseFigure } from "@/lib/domain/document-figures";
import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { frozenDocument, metricsDocument } from "@/lib/domain/metrics-json";
import { restate } from "@/lib/domain/restatement";
import { factsOf } from "@/tests/support/metrics-facts";

/** A document with every kind of figure in it: one row per source and segment of the defaults. */
const EMPTY = metricsDocument(computeMetrics(factsOf({})), []);
const DOCUMENT: MetricsDocument = {
  ...EMPTY,
  acceptance: {
    ...EMPTY.acceptance,
    cells: ["Unmapped: fair: Köln", "webinar"].flatMap((source) =>
      (["SMB", "ENT"] as const).map((segment) => ({ source, segment, ...EMPTY.acceptance.total, recycled: 3 })),
    ),
  },
};

type Path = readonly (string | number)[];

/** Not figures: what the document says about itself, its days, single deals, and clocks. */
const NO_FIGURES =
  /^(as_of|frozen|snapshot_id|hash|agreement_version|time_zone|currency|cures|unmapped_stages|pending|cohort|.*window|volume\.week|cost\.line|influence\.(weights|lookback_days|deals))(\.|$)/;
/** Names of rows: with another one it is another row. */
const NAMES = /\.(source|segment|code)$/;
/** Stands twice in the document. */
const TWICE = /^influence\.won$/;

function leaves(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== "object") return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const FIGURES = leaves(DOCUMENT).filter((path) => {
  const name = path.join(".");
  return !NO_FIGURES.test(name) && !NAMES.test(name) && !TWICE.test(name);
});

function at(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], document);
}

/** A copy in which one leaf is another value of its kind. */
function changed(document: MetricsDocument, path: Path): MetricsDocument {
  const copy = structuredClone(document);
  const parent = at(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  const key = path.at(-1) ?? "";
  const value = parent[key];
  if (typeof value === "number") parent[key] = value + 7;
  else if (typeof value === "boolean") parent[key] = !value;
  else if (FIELD_UNITS[key as Field] === "word") parent[key] = "another word";
  else parent[key] = value === "1234.5" ? "1" : "1234.5";
  return copy;
}

/** The same document with the rows of every list in another order. */
function shuffled(document: MetricsDocument, turn: number): MetricsDocument {
  const mix = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const cut = value.length === 0 ? 0 : turn % value.length;
      return [...value.slice(cut), ...value.slice(0, cut)].reverse().map(mix);
    }
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mix(item)]));
  };
  return mix(document) as MetricsDocument;
}

const documents = fc
  .array(fc.constantFrom(...FIGURES), { maxLength: 12 })
  .map((paths) => paths.reduce((document, path) => changed(document, path), DOCUMENT));

describe("the figures of a document", () => {
  it("have addresses of which each is read back, for every kind", () => {
    const addresses = [...documentFigures(DOCUMENT).keys()];
    expect(new Set(addresses.map((address) => parseFigure(address)?.kind))).toEqual(new Set(FIGURE_KINDS));
    expect(parseFigure("acceptance:Unmapped: fair: Köln:ENT")).toEqual({
      kind: "acceptance",
      source: "Unmapped: fair: Köln",
      part: "ENT",
    });
    expect(parseFigure("cost:Unmapped: x")).toEqual({ kind: "cost", source: "Unmapped: x", part: null });
    expect(parseFigure("reason:bad_data")).toEqual({ kind: "reason", source: null, part: "bad_data" });
    expect(parseFigure("rejection")).toEqual({ kind: "rejection", source: null, part: null });
    expect(parseFigure("nonsense:x")).toBeNull();
  });
});

describe("a restatement", () => {
  it("of a document by itself is empty, frozen or not, in any order of rows", () => {
    fc.assert(
      fc.property(documents, fc.nat(20), (document, turn) => {
        expect(restate(frozenDocument(document), shuffled(document, turn))).toEqual([]);
      }),
    );
  });

  it("finds every single leaf that changed, and nothing else", () => {
    expect(FIGURES.length).toBeGreaterThan(300);
    for (const path of FIGURES) {
      const other = changed(DOCUMENT, path);
      const found = restate(DOCUMENT, other).flatMap(({ fields }) =>
        fields.map(({ frozen, now }) => ({ frozen, now })),
      );
      expect(found, path.join(".")).toEqual([{ frozen: at(DOCUMENT, path), now: at(other, path) }]);
    }
  });

  it("is the same whatever order the rows come in, and mirrored when the two change places", () => {
    fc.assert(
      fc.property(documents, documents, fc.nat(20), (before, after, turn) => {
        const restated = restate(before, after);
        expect(restate(shuffled(before, turn), shuffled(after, turn + 1))).toEqual(restated);
        const back = restate(after, before);
        expect(back.map(({ figure }) => figure)).toEqual(restated.map(({ figure }) => figure));
        const sums = restated.flatMap(({ fields }, index) =>
          fields.map(({ delta }, at) => Number(delta ?? 0) + Number(back[index]?.fields[at]?.delta ?? 0)),
        );
        expect(sums.every((sum) => sum === 0)).toBe(true);
      }),
    );
  });

  it("leaves out a row that is new or gone with nothing in it, as that of a source without data", () => {
    const { cells } = DOCUMENT.acceptance;
    const empty = { ...EMPTY.acceptance.total, source: "fair", recycled: 0, floor: "40" };
    const sources = {
      ...DOCUMENT,
      acceptance: { ...DOCUMENT.acceptance, cells: [...cells, { ...empty, segment: "SMB" as const }] },
    };
    const more = {
      ...DOCUMENT,
      cost: { ...DOCUMENT.cost, rows: [...DOCUMENT.cost.rows, { source: "fair", ...EMPTY.cost.total }] },
    };
    for (const document of [sources, more]) {
      expect(documentFigures(document).size).toBe(documentFigures(DOCUMENT).size + 1);
      expect([restate(DOCUMENT, document), restate(document, DOCUMENT)]).toEqual([[], []]);
    }
  });

  it("says which rows came and went", () => {
    const [first, ...rest] = DOCUMENT.acceptance.cells;
    const without = { ...DOCUMENT, acceptance: { ...DOCUMENT.acceptance, cells: rest } };
    const address = `acceptance:${first?.source}:${first?.segment}`;
    expect(restate(without, DOCUMENT)).toEqual([
      expect.objectContaining({
        figure: address,
        change: "added",
        fields: expect.arrayContaining([{ field: "n", frozen: null, now: 0, delta: null }]),
      }),
    ]);
    expect(restate(DOCUMENT, without)).toEqual([expect.objectContaining({ figure: address, change: "gone" })]);
  });

  it.each<[Path, string | number | null, string | number | null, string | null]>([
    [["acceptance", "total", "n"], 30, 28, "-2"],
    [["acceptance", "total", "acceptance"], "0.5500", "0.5495", "-0.05"],
    [["rejection", "rate"], null, "0.2000", null],
    [["cost", "total", "spend"], "99999999999999.99", "100000000000000.00", "0.01"],
    [["cost", "total", "ratio"], "0.0620", "0.2600", "0.1980"],
    [["acceptance", "total", "floor"], "37.5", "40", "2.5"],
    [["influence_total", "credit"], "10.00", "-5.50", "-15.50"],
    [["acceptance", "total", "verdict"], "ok", "source_breach", null],
  ])("of %j from %j to %j is %j", (path, frozen, now, delta) => {
    const put = (value: unknown) => {
      const copy = structuredClone(DOCUMENT);
      (at(copy, path.slice(0, -1)) as Record<string, unknown>)[String(path.at(-1))] = value;
      return copy;
    };
    expect(restate(put(frozen), put(now)).flatMap(({ fields }) => fields)).toEqual([
      expect.objectContaining({ frozen, now, delta }),
    ]);
  });
});

it("reads a document that names no recycled cycles as one that has none", () => {
  const { cells } = DOCUMENT.acceptance;
  const without = cells.map(({ recycled: _none, ...cell }) => cell);
  const before = { ...DOCUMENT, acceptance: { ...DOCUMENT.acceptance, cells: without } };
  expect(restate(before, DOCUMENT)).toHaveLength(cells.length);
  expect(restate(before, DOCUMENT)[0]?.fields).toEqual([{ field: "recycled", frozen: 0, now: 3, delta: "3" }]);
});
