/** First stop of the Tab key: past the navigation to the page itself. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-30 -translate-y-20 rounded-md bg-accent px-3 py-2 font-medium text-accent-ink text-s focus:translate-y-0 print:hidden"
    >
      Skip to the page
    </a>
  );
}
