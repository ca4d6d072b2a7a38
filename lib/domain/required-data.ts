/**
 * Data that a lead can be asked to carry before it is handed over (product.md C8): the fields of the canonical record
 * (formats.md) that say who it is, in the order of screens. The score is asked for always.
 */
export const REQUIRED_FIELDS = [
  { field: "email", label: "E-mail" },
  { field: "first_name", label: "First name" },
  { field: "last_name", label: "Last name" },
  { field: "title", label: "Job title" },
  { field: "company", label: "Company" },
  { field: "domain", label: "Company domain" },
  { field: "country", label: "Country" },
  { field: "naics", label: "NAICS code" },
  { field: "employees", label: "Employees" },
  { field: "annual_revenue", label: "Annual revenue" },
  { field: "technologies", label: "Technologies" },
  { field: "campaign", label: "Campaign" },
] as const;
export type RequiredField = (typeof REQUIRED_FIELDS)[number]["field"];

const known: ReadonlySet<string> = new Set(REQUIRED_FIELDS.map(({ field }) => field));

export function isRequiredField(text: string): text is RequiredField {
  return known.has(text);
}

/** Each once, in the order of `REQUIRED_FIELDS`. */
export function inOrder(fields: readonly RequiredField[]): RequiredField[] {
  return REQUIRED_FIELDS.map(({ field }) => field).filter((field) => fields.includes(field));
}

/** The fields of a lead's record that can be required, as text; null or blank is missing. */
export type RequiredRecord = Readonly<Record<RequiredField, string | null>>;

/** The required fields that the record lacks, in the order of `REQUIRED_FIELDS`. */
export function missingData(required: readonly RequiredField[], record: RequiredRecord): RequiredField[] {
  return inOrder(required).filter((field) => (record[field] ?? "").trim() === "");
}
