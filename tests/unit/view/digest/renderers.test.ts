import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { letterHtml } from "@/lib/view/digest/html";
import { oneLine, subjectOf } from "@/lib/view/digest/letter";
import { letterSlack } from "@/lib/view/digest/slack";
import { letterText } from "@/lib/view/digest/text";
import { hostileLetter } from "@/tests/support/letters";

const plain = (about: string, text = about) => ({
  ...hostileLetter(),
  sections: [{ title: "One", lines: [{ key: "1", tone: "source" as const, about, text }] }],
});

describe("HTML", () => {
  test("holds no tag of others, no script, nothing remote", () => {
    const html = letterHtml(hostileLetter());
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name?.toLowerCase()));
    const known = "!doctype html head meta title style body div p h1 h2 ul li span strong br a".split(" ");
    expect([...tags].filter((tag) => !known.includes(tag ?? ""))).toEqual([]);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain('href="https://accord.test/?a=&quot;b&quot;&amp;c=&lt;d&gt;"');
    expect(html).not.toMatch(/<img|@import|url\(|src=|\son\w+=/i);
  });

  test("keeps the text of any name, whatever its characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const html = letterHtml(plain(`x${name}y`));
        const shown = /<strong[^>]*>(.*?)<\/strong>/s.exec(html)?.[1] ?? "";
        expect(shown).not.toMatch(/[<>"']/);
        const back = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" } as Record<string, string>;
        expect(shown.replaceAll("\u00a0", " ").replace(/&(lt|gt|quot|#39|amp);/g, (entity) => back[entity] ?? "")).toBe(
          oneLine(`x${name}y`),
        );
      }),
    );
  });

  test("says sign and word of a breach in its colour, and shows both to programs that are dark", () => {
    const html = letterHtml(hostileLetter());
    expect(html).toMatch(/class="breach" style="color:#ab2a12[^"]*">▼ source</);
    expect(html).toMatch(/class="sla" style="color:#7d5200[^"]*">◆ sales SLA</);
    expect(html).toContain("prefers-color-scheme:dark");
  });
});

describe("plain text", () => {
  test("has at most 78 columns but for addresses, which stand alone, and loses no word", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z.,%0-9]{1,100}$/), { minLength: 1, maxLength: 60 }), (words) => {
        const text = letterText(plain("Source", words.join(" ")));
        const long = text.split("\n").filter((line) => [...line].length > 78);
        expect(long.filter((line) => !/^ *https?:\S+$/.test(line))).toEqual([]);
        expect(text.replace(/\s/g, "")).toContain(words.join(""));
      }),
    );
  });

  test("begins no line as a mail program would read it", () => {
    const text = letterText(hostileLetter());
    expect(text).not.toMatch(/[\r\u202e]/);
    expect(text.split("\n").filter((line) => line === ".")).toEqual([]);
    expect(text).toContain("\n-- \n");
  });
});

describe("Slack", () => {
  test("gets no mention, no link and no bold letters of others", () => {
    const { text, blocks } = letterSlack(hostileLetter());
    const all = JSON.stringify([text, blocks]);
    expect(all).not.toContain("<!channel>");
    expect(all).not.toContain("<script>");
    expect(all).toContain("&lt;!channel&gt; &amp;");
    expect(letterSlack(plain("*bold* _it_ `code` ~no~")).blocks[2]?.text?.text).not.toMatch(
      /\*bold\*|_it_|`code`|~no~/,
    );
    expect(letterSlack(plain("a|b")).blocks[2]?.text?.text).toContain("a|b");
    const linked = letterSlack({ ...plain("x"), links: [{ label: "a|b>c", href: "https://accord.test/?x=<|>" }] });
    expect(linked.blocks.at(-1)?.text?.text).toBe("<https://accord.test/?x=%3C%7C%3E|a¦b&gt;c>");
  });

  test("turns no address or name that somebody typed into a link: every text of a block is taken as it stands", () => {
    const texts = letterSlack(hostileLetter()).blocks.flatMap(({ text, elements }) => [
      ...(text ? [text] : []),
      ...(elements ?? []),
    ]);
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toMatchObject({ type: "mrkdwn", verbatim: true });
  });

  test("escapes in every place where somebody's text stands", () => {
    for (const { text, elements } of letterSlack(hostileLetter()).blocks) {
      for (const { text: said } of [...(text ? [text] : []), ...(elements ?? [])]) {
        expect(said).toContain("&lt;!channel&gt;");
        expect(said.replace(/<https:[^<>]*>/g, "")).not.toMatch(/[<>]/);
      }
    }
  });

  test("cuts what Slack would refuse and says how much", () => {
    const lines = Array.from({ length: 200 }, (_, index) => ({
      key: `${index}`,
      tone: "plain" as const,
      about: `Source ${index}`,
      text: "x".repeat(50),
    }));
    const { blocks } = letterSlack({ ...hostileLetter(), sections: [{ title: "Many", lines }] });
    const block = blocks[2]?.text?.text ?? "";
    expect(block.length).toBeLessThan(3_000);
    const shown = block.split("\n").length - 2;
    expect(block).toMatch(new RegExp(`… and ${200 - shown} more$`));
  });
});

test("a subject is one line of at most 150 characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const subject = subjectOf(text);
      expect(subject).not.toMatch(/[\r\n\0]/);
      expect([...subject].length).toBeLessThanOrEqual(150);
    }),
  );
});
