/** Shape of a point; together with the dash it tells series apart without colour. */
export type Marker = "circle" | "square" | "triangle" | "diamond";

export type SeriesLook = { stroke: string; dash: string | undefined; marker: Marker };

const LOOKS: SeriesLook[] = [
  { stroke: "var(--accent)", dash: undefined, marker: "circle" },
  { stroke: "var(--ink)", dash: "6 3", marker: "square" },
  { stroke: "var(--muted)", dash: "2 3", marker: "triangle" },
  { stroke: "var(--accent)", dash: "8 3 2 3", marker: "diamond" },
];

/** The look of the n-th series; after four they repeat, and the direct label tells them apart. */
export function seriesLook(index: number): SeriesLook {
  return LOOKS[index % LOOKS.length] as SeriesLook;
}
