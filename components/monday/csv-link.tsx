/** The rows of a table as a file; no page, so no link of the router. */
export function CsvLink({ href }: { href: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-2 hover:underline"
    >
      CSV
    </a>
  );
}
