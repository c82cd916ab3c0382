// Words, plurals and dates in the language of the person. `text('list.more')`
// looks a key up, `count('list.people', 3)` chooses the plural form, `date` and
// `moment` write RFC 3339 times. A component gets them from useText().
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en } from './en';
import { fr } from './fr';

export type Language = 'fr' | 'en';
export type Key = keyof typeof fr;
export type CountKey = Key extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never;
export type Values = Readonly<Record<string, string>>;

export interface Text {
  readonly language: Language;
  text(key: Key, values?: Values): string;
  /** The words of an open set, such as the method of a consent; the code itself when it has none. */
  known(prefix: string, code: string): string;
  count(key: CountKey, n: number): string;
  date(time: string): string;
  moment(time: string): string;
}

const catalogues: Record<Language, Readonly<Record<Key, string>>> = { fr: typesetAll(fr), en };

export function textIn(language: Language): Text {
  const catalogue = catalogues[language];
  const numbers = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const text = (key: Key, values: Values = {}) => fill(catalogue[key], values);
  return {
    language,
    text,
    known: (prefix, code) => (isKey(`${prefix}.${code}`) ? text(`${prefix}.${code}` as Key) : code),
    count: (key, n) => text(`${key}.${plurals.select(n) === 'one' ? 'one' : 'other'}`, { n: numbers.format(n) }),
    date: (time) => dates.format(new Date(time)),
    moment: (time) => moments.format(new Date(time)),
  };
}

/** The first language of the browser that has a catalogue, French when none has. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === 'fr' || language === 'en') return language;
  }
  return 'fr';
}

export const TextContext = createContext<Text>(textIn('fr'));
export const useText = (): Text => useContext(TextContext);

function fill(pattern: string, values: Values): string {
  return pattern.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}

// Values are filled in afterwards, so what people typed is never touched.
function typesetAll(catalogue: typeof fr): Readonly<Record<Key, string>> {
  const pairs = Object.entries(catalogue).map(([key, value]) => [key, typeset(value)]);
  return Object.fromEntries(pairs) as Record<Key, string>;
}

function typeset(french: string): string {
  return french
    .replace(/ ([;!?])/g, '\u202f$1')
    .replace(/ :/g, '\u00a0:')
    .replace(/« /g, '«\u00a0')
    .replace(/ »/g, '\u00a0»');
}

function isKey(key: string): key is Key {
  return Object.hasOwn(fr, key);
}
