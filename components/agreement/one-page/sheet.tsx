import type { OnePageModel } from "@/lib/view/agreement/one-page";
import { Lines } from "./lines";
import { Section } from "./section";
import "./sheet.css";

/** The agreement on one sheet of paper, as it is printed and signed: black on white in any theme. */
export function Sheet({ page, state, facts, signatures }: OnePageModel) {
  return (
    <article className="sheet" aria-labelledby="sheet-title">
      <header>
        <div className="sheet-top">
          <p>
            <Lines lines={page.organisation} />
          </p>
          <p>{state}</p>
        </div>
        <h1 id="sheet-title" className="sheet-title">
          Lead quality agreement
        </h1>
        <dl className="sheet-facts">
          {facts.map(({ key, label, value }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </header>
      <Section section={page.definition} />
      <div className="sheet-columns">
        {page.columns.map((sections) => (
          <div key={sections[0]?.key ?? "none"}>
            {sections.map((section) => (
              <Section key={section.key} section={section} />
            ))}
          </div>
        ))}
      </div>
      <section className="sheet-section" aria-labelledby="sheet-signatures">
        <div className="sheet-head">
          <h2 id="sheet-signatures">Signatures</h2>
          <p>three people, one text</p>
        </div>
        <div className="sheet-signatures">
          {signatures.map(({ role, label, name, signed }) => (
            <div key={role}>
              <p className="sheet-name">
                <Lines lines={name} />
              </p>
              <p>
                <Lines lines={label} />
              </p>
              <p>{signed ?? "Date"}</p>
            </div>
          ))}
        </div>
      </section>
    </article>
  );
}
