import type { Random } from "./random";

/** A contact. Names are drawn from two lists that belong to no one. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
}

const FIRST_NAMES = (
  "Amara Anselm Anouk Bastian Bela Cato Carys Corin Dalia Dario Eira Elio Emeka Esme Farid Fenna Freya Galen Greta Hamza " +
  "Hollis Ilse Imran Ines Isolde Jarek Juno Kaia Kenji Laszlo Leith Liora Lorcan Mads Maren Marta Mirela Nadia Nils Noa " +
  "Odalys Olin Paloma Petra Quill Rania Remy Renske Rohan Rosalind Saskia Selim Sigrid Tamsin Teodor Thandi Ursa Vasil " +
  "Viola Wanda Xanthe Yusuf Zadie Zoran"
).split(" ");

const LAST_NAMES = (
  "Abernessy Aldercott Amsinger Ashgrove Barrowmere Belhaven Birkdal Blackmarsh Bramwich Calloway-Sten Castermans Corvale " +
  "Dagenhart Delacroft Drummel Eastermark Edelbrook Ellingvar Fairmont-Oye Farrowby Feldhaven Fenwright Galbrook Garrowhill " +
  "Glendarrow Greywick Hallendorf Harrowgate Heatherby Hollinsworth Inverly Jansrud Jesperling Karrington Kestermann " +
  "Kirkhollow Langmere Larkwood Lindenfels Lowenthorpe Marchbanks-Ito Marrowby Mellengard Montclere Nettlefield Norrington-Vale " +
  "Oakhampton Oldenmere Ostergren Pellworth Pinkerholt Quarrington Ravensdal Redmayne-Osei Rosendahlen Saltmarsh Sandringer " +
  "Silverthorne-Ade Skelwith Stonebridge-Li Summerling Tamblyn-Roy Thackerly Thornbury-Das Underhallow Vandermeel Vexley " +
  "Wainscott Westerhoff-Um Whitlowe Wintermuth Wolverley Yarmouth-Sen Zellweder"
).split(" ");

/** Titles that hold a level and a function of the definition's title pattern. */
const FITTING_TITLES = [
  "Director of RevOps",
  "VP Sales",
  "Head of Sales Operations",
  "VP Finance",
  "Director, Sales Enablement",
  "Head of RevOps",
  "Director of Finance Systems",
  "VP RevOps",
  "Head of Sales, EMEA",
  "Sales Director",
  "Head of Finance",
  "Regional Director, Sales",
  "VP, Sales Strategy",
] as const;

const OTHER_TITLES = [
  "Marketing Analyst",
  "Account Executive",
  "Office Manager",
  "Junior Developer",
  "Student, MBA programme",
  "Social Media Manager",
  "IT Support Specialist",
  "HR Business Partner",
  "Sales Intern",
  "Procurement Assistant",
] as const;

export function personOf(isRightPersona: boolean, random: Random): Person {
  return {
    firstName: random.pick(FIRST_NAMES),
    lastName: random.pick(LAST_NAMES),
    title: random.pick(isRightPersona ? FITTING_TITLES : OTHER_TITLES),
  };
}

/** The address of a person at a company. */
export function emailOf({ firstName, lastName }: Person, domain: string): string {
  return `${firstName}.${lastName}@${domain}`.toLowerCase();
}

/** What forms bring when nobody wants an answer: no address, or one that leads nowhere (`.invalid`, RFC 2606). */
export function deadEmailOf(person: Person, random: Random): string | null {
  return random.chance(0.35)
    ? null
    : emailOf(person, random.pick(["mail.invalid", "no-reply.invalid", "asdf.invalid"]));
}
