import { accountKey } from "./accounts";
import type { Definition } from "./definition";
import { type Finding, type LeadFacts, missing } from "./definition-checks";
import { holdsPhrase } from "./phrases";

type Rules = Definition["disqualifiers"];

const STUDENT_WORDS = ["student", "students"];
/** `…@x.edu`, `…@x.edu.au`, `…@x.ac.uk`: schools of higher education by convention. */
const ACADEMIC = /\.(?:edu|edu\.[a-z]{2}|ac\.[a-z]{2})$/;

function plainDomain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^www\./, "")
    .replace(/\.$/, "");
}

/** The domains by which a lead is known: its own field and that of its e-mail address. */
function domainsOf({ domain, email }: LeadFacts): string[] {
  const ofEmail = email?.includes("@") ? email.slice(email.lastIndexOf("@") + 1) : "";
  return [domain ?? "", ofEmail].map(plainDomain).filter((name) => name !== "");
}

/** The title says student; or there is no title and the address is that of a school. */
function isStudent(facts: LeadFacts): boolean {
  const title = facts.title?.trim();
  if (title) return STUDENT_WORDS.some((word) => holdsPhrase(title, word));
  return domainsOf(facts).some((domain) => ACADEMIC.test(domain));
}

/** A competitor by company name, or by domain with its subdomains. */
function competitorOf(competitors: readonly string[], facts: LeadFacts): string | undefined {
  const domains = domainsOf(facts);
  const company = accountKey(facts.company ?? "");
  return competitors.find((entry) => {
    const own = plainDomain(entry);
    return accountKey(entry) === company || domains.some((domain) => domain === own || domain.endsWith(`.${own}`));
  });
}

/** Everything that disqualifies, an open opportunity first: it makes the lead a duplicate, whatever else it is. */
function applying(rules: Rules, facts: LeadFacts): { code: string; words: string }[] {
  const found: { code: string; words: string }[] = [];
  if (rules.open_opportunity && facts.openOpportunity) {
    found.push({ code: "open_opportunity", words: "the company has an open opportunity" });
  }
  if (rules.current_customers && facts.currentCustomer) {
    found.push({ code: "current_customer", words: "the company is a customer" });
  }
  const competitor = competitorOf(rules.competitors, facts);
  if (competitor !== undefined) found.push({ code: "competitor", words: `competitor (${competitor})` });
  if (rules.students && isStudent(facts)) found.push({ code: "student", words: "student" });
  const word = rules.title_words.find((phrase) => holdsPhrase(facts.title ?? "", phrase));
  if (word !== undefined) found.push({ code: "title_word", words: `title with ${word}` });
  return found;
}

/** The data without which one of the rules could not be asked. */
function unanswerable(rules: Rules, facts: LeadFacts): string | undefined {
  const [named, reachable] = [accountKey(facts.company ?? "") !== "", domainsOf(facts).length > 0];
  const titled = Boolean(facts.title?.trim());
  if (rules.competitors.length > 0 && !named && !reachable) return "company, domain and e-mail missing";
  if ((rules.current_customers || rules.open_opportunity) && !named) return "company missing";
  if (rules.students && !titled && !reachable) return "job title and e-mail missing";
  if (rules.title_words.length > 0 && !titled) return "job title missing";
  return undefined;
}

/** Passed when no disqualifier applies and all of them could be asked. */
export function checkDisqualifiers(rules: Rules, facts: LeadFacts): Finding {
  const found = applying(rules, facts);
  if (found.length > 0) {
    return { passed: false, words: found.map(({ words }) => words).join("; "), code: found[0]?.code };
  }
  const lacking = unanswerable(rules, facts);
  return lacking === undefined ? { passed: true, words: "none applies" } : missing(lacking);
}
