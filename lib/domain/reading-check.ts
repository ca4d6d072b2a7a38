import { type Asked, type Question, questionsOf, WRONG_ANSWERS } from "./reading-questions";

export const QUESTIONS = 3;

/** A question as it is put to one reader. */
export interface ReadingQuestion {
  readonly prompt: string;
  readonly options: readonly string[];
  /** Place of the right one among the options. */
  readonly right: number;
  /** The line of the document that answers it. */
  readonly line: string;
}

/** FNV-1a over code units with a last mix: the same place for the same words on every platform. */
function rank(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x7feb352d);
  return (state ^ (state >>> 15)) >>> 0;
}

/** In an order that depends on the seed and on the items alone, not on how they came. */
function drawn<T>(items: readonly T[], seed: string, name: (item: T) => string): T[] {
  const ranked = items.map((item) => ({ item, name: name(item), at: rank(`${seed}\n${name(item)}`) }));
  return ranked.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)).map(({ item }) => item);
}

const itself = (text: string): string => text;

function put({ key, prompt, right, wrong, line }: Question, seed: string): ReadingQuestion {
  const beside = drawn(wrong, `${seed} ${key} beside`, itself).slice(0, WRONG_ANSWERS);
  const options = drawn([right, ...beside], `${seed} ${key} order`, itself);
  return { prompt, options, right: options.indexOf(right), line };
}

/**
 * Three questions from the document itself, of three subjects (product.md C7): the same for one reader and version however
 * often they are asked, others for the next reader, so that an answer is no use to a neighbour.
 * @param reader who is asked: any text that is theirs alone
 */
export function readingCheck(document: Asked, reader: string, sourceName: (code: string) => string): ReadingQuestion[] {
  const seed = `${document.version} ${reader}`;
  const keyOf = ({ key }: Question): string => key;
  const one = questionsOf(document, sourceName).flatMap((questions) =>
    drawn(questions, `${seed} of`, keyOf).slice(0, 1),
  );
  return drawn(one, `${seed} which`, keyOf)
    .slice(0, QUESTIONS)
    .map((question) => put(question, seed));
}

/** How many of the answers, by place among the options, are right. */
export function scoreOf(questions: readonly ReadingQuestion[], answers: readonly number[]): number {
  return questions.filter(({ right }, index) => answers[index] === right).length;
}
