import type { Letter } from "@/lib/view/digest/letter";

/** A letter whose every text tries to be more than text. */
export function hostileLetter(): Letter {
  const evil = '<script>alert(1)</script>\r\nBcc: all@example.com\r\n\r\n<!channel> & "quoted" \u202Egnp';
  return {
    subject: `Accord: ${evil}`,
    top: evil,
    title: evil,
    lede: evil,
    sections: [
      {
        title: evil,
        lines: [
          { key: "1", tone: "source", about: evil, text: evil, href: 'https://accord.test/?a="b"&c=<d>' },
          { key: "2", tone: "sla", about: evil, text: ".\r\n.\r\nQUIT\r\n" },
          { key: "3", tone: "plain", about: "x".repeat(300), text: evil },
        ],
      },
      { title: "Empty", lines: [], empty: evil },
    ],
    links: [{ label: evil, href: "https://accord.test/?as_of=2027-07-05" }],
    foot: evil,
    account: "https://accord.test/account",
  };
}
