import { useEffect, useState } from 'preact/hooks';
import { useText } from '../i18n/text';

interface Props {
  /** The words searched for now. */
  q: string;
  onSearch: (words: string) => void;
}

const pause = 300; // milliseconds without a key before the search starts by itself

/** Searches while one types; Enter and the button do it at once. */
export function SearchForm({ q, onSearch }: Props) {
  const { text } = useText();
  const [typed, setTyped] = useState(q);
  const words = typed.trim();
  useEffect(() => {
    if (words !== q) setTyped(q); // the address changed by another hand
  }, [q]);
  useEffect(() => {
    if (words === q) return;
    const timer = setTimeout(() => onSearch(words), pause);
    return () => clearTimeout(timer);
  }, [words]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (words !== q) onSearch(words);
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      <label for="search">{text('list.search')}</label>
      <div class="search-line">
        <input
          id="search"
          type="search"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterKeyHint="search"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button>{text('list.find')}</button>
      </div>
    </form>
  );
}
