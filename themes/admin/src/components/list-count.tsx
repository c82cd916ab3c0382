import { useText } from '../i18n/text';
import type { Pages } from '../load';

interface Props {
  pages: Pages;
  q: string;
  /** Loading has lasted long enough to be said. */
  late: boolean;
  clear: () => void;
}

/** How many people are shown, said aloud politely when it changes. */
export function ListCount({ pages, q, late, clear }: Props) {
  const { text, count } = useText();
  const { contacts, next, busy, problem } = pages;
  const settled = !busy && !problem;
  const empty = settled && contacts.length === 0;
  const words = () => {
    if (late) return text('app.loading');
    if (empty) return q ? text('list.noMatch', { q }) : text('list.empty');
    if (contacts.length === 0) return '';
    return count(next ? 'list.shown' : 'list.people', contacts.length);
  };
  return (
    <div class={empty ? 'count empty' : 'count'}>
      <output>{words()}</output>
      {empty && q && (
        <button type="button" onClick={clear}>
          {text('list.clear')}
        </button>
      )}
    </div>
  );
}
