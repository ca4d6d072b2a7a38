import { cx } from "@/components/ui/cx";
import { TextLink } from "@/components/ui/text-link";
import { type Letter, type LetterLine, TONES } from "@/lib/view/digest/letter";

const COLOURS = { breach: "text-breach", sla: "text-sla", "": "" };

function Line({ tone, about, text }: LetterLine) {
  const { sign, word, colour } = TONES[tone];
  return (
    <li className="border-line border-b py-2">
      {tone !== "plain" && (
        <span className={cx("font-semibold", COLOURS[colour])}>
          <span aria-hidden="true">{sign} </span>
          {word}{" "}
        </span>
      )}
      <span className="font-semibold">{about}</span>
      <span className="block text-muted">{text}</span>
    </li>
  );
}

/** The letter as a mail program shows it, in the page's own colours. */
export function LetterPreview({ subject, top, title, lede, sections, links }: Letter) {
  return (
    <article aria-label={subject} className="wrap-anywhere max-w-[40rem] border-line-strong border-l pl-5">
      <p className="text-muted text-s">
        Subject: <span className="text-ink">{subject}</span>
      </p>
      <p className="mt-4 text-muted text-xs">{top}</p>
      <p className="mt-1 font-serif text-[1.375rem] leading-[1.28]">{title}</p>
      {lede && <p className="mt-2 text-muted">{lede}</p>}
      {sections.map((section) => (
        <section key={section.title} className="mt-6">
          <h3 className="border-ink border-t pt-2 font-semibold font-serif text-l">{section.title}</h3>
          {section.lines.length > 0 ? (
            <ul>
              {section.lines.map(({ key, ...line }) => (
                <Line key={key} {...line} />
              ))}
            </ul>
          ) : (
            <p className="mt-1 text-muted">{section.empty}</p>
          )}
        </section>
      ))}
      <p className="mt-6 flex flex-wrap gap-x-4">
        {links.map(({ label, href }) => (
          <TextLink key={href} href={href} alone>
            {label}
          </TextLink>
        ))}
      </p>
    </article>
  );
}
