/** One line of JSON on standard error. No personal data beyond ids: never an e-mail address, never a form. */
export function logError(what: string, fields: Record<string, unknown>, error?: unknown): void {
  const cause = error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error;
  const line = {
    at: new Date().toISOString(),
    level: "error",
    what,
    ...fields,
    ...(cause !== undefined && { error: cause }),
  };
  process.stderr.write(`${JSON.stringify(line, (_, value) => (typeof value === "bigint" ? String(value) : value))}\n`);
}
