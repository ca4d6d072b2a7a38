import { cx } from "@/components/ui/cx";
import type { SetSection } from "@/lib/domain/one-page/layout";
import { Lines } from "./lines";

function Head({ section }: { section: SetSection }) {
  return (
    <div className="sheet-head">
      <h2 id={`sheet-${section.key}`}>{section.title}</h2>
      {section.note && <p>{section.note}</p>}
    </div>
  );
}

/** Labels with words beside them. */
function WordRows({ section }: { section: SetSection }) {
  return (
    <dl>
      {section.rows.map((row) => (
        <div key={row.key} className={cx("sheet-row", `sheet-row-${section.key}`)}>
          <dt>
            <Lines lines={row.label} />
          </dt>
          <dd>
            <Lines lines={row.words} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Labels with figures at the right. */
function FigureRows({ section }: { section: SetSection }) {
  return (
    <table className={`sheet-table sheet-table-${section.key}`} aria-labelledby={`sheet-${section.key}`}>
      <thead className={section.columns.length > 0 ? undefined : "sr-only"}>
        <tr>
          <th scope="col">
            <span className="sr-only">{section.columns.length > 0 ? "Source" : "Limit"}</span>
          </th>
          {section.columns.length > 0 ? (
            section.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))
          ) : (
            <th scope="col">Value</th>
          )}
        </tr>
      </thead>
      <tbody>
        {section.rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <Lines lines={row.label} />
            </th>
            {row.figures.map((figure, index) => (
              <td key={section.columns[index] ?? "value"}>
                <Lines lines={figure} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One ruled section of the page. */
export function Section({ section }: { section: SetSection }) {
  const hasFigures = section.rows.some(({ figures }) => figures.length > 0);
  return (
    <section className="sheet-section" aria-labelledby={`sheet-${section.key}`}>
      <Head section={section} />
      {hasFigures ? <FigureRows section={section} /> : <WordRows section={section} />}
      {section.foot.length > 0 && (
        <p className="sheet-foot">
          <Lines lines={section.foot} />
        </p>
      )}
    </section>
  );
}
