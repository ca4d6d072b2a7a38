/** Text whose lines were broken before it came here. The blank between them is for those who hear or copy it. */
export function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have nothing else to tell them apart
    <span key={index} className="sheet-line">
      {index < lines.length - 1 ? `${line} ` : line}
    </span>
  ));
}
