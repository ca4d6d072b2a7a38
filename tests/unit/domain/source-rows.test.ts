import { describe, expect, test } from "vitest";
import { orderSources } from "@/lib/domain/source-rows";

describe("orderSources", () => {
  test.each([
    ["settings first, all of them", ["intent"], ["webinar", "intent"], ["webinar", "intent"]],
    ["unknown ones by name, by code unit", ["b", "a", "B"], ["webinar"], ["webinar", "B", "a", "b"]],
    ["special rows last, only where present", ["Unattributed", "z"], [], ["z", "Unattributed"]],
    [
      "both special rows in their order",
      ["Unattributed", "Outside window / no touch"],
      ["webinar"],
      ["webinar", "Outside window / no touch", "Unattributed"],
    ],
    [
      "a special row among the settings stays last",
      ["Unattributed"],
      ["Unattributed", "webinar"],
      ["webinar", "Unattributed"],
    ],
    ["every name once", ["intent", "intent"], ["intent", "intent"], ["intent"]],
  ])("%s", (_, names, settings, expected) => {
    expect(orderSources(names, settings)).toEqual(expected);
  });
});
