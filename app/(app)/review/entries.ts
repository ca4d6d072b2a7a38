/** The reviews, by how often they are held (product.md D4, D7). Whoever reads the metrics reads them. */
export const REVIEW_PAGES = [
  { href: "/review", label: "Tuesday" },
  { href: "/review/monthly", label: "Monthly" },
  { href: "/review/quarterly", label: "Quarterly" },
  { href: "/review/partner", label: "Partner" },
] as const;
