import { useCallback, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ContactQuery } from '../api';
import { ContactTable } from '../components/contact-table';
import { Failure } from '../components/failure';
import { Heading } from '../components/heading';
import { ListCount } from '../components/list-count';
import { Lost } from '../components/lost';
import { SearchForm } from '../components/search-form';
import { useText } from '../i18n/text';
import { useLate, usePages } from '../load';
import { useRouter, type ListRoute } from '../router';
import { useDesk } from '../session';

interface Props {
  route: ListRoute;
  title: string;
  /** True while one of the contacts is read in front of the list. */
  hidden: boolean;
}

/** The contacts of a zone, of an overlay or of all I hold, searched and paged. */
export function Contacts({ route, title, hidden }: Props) {
  const { text } = useText();
  const { api } = useDesk();
  const { go } = useRouter();
  const { scope, q } = route;
  const fetchPage = useCallback(
    (cursor: string, signal: AbortSignal) => {
      const where: ContactQuery = scope.kind === 'all' ? {} : { [scope.kind]: scope.slug };
      return api.contacts({ ...where, q, cursor }, signal);
    },
    [api, scope.kind, scope.slug, q],
  );
  const pages = usePages(fetchPage);
  const late = useLate(pages.busy);
  const rows = useRef<HTMLDivElement>(null);
  const more = useFocusOnNewRow(rows, pages.contacts.length, pages.more);
  const opened = useKeptPlace(hidden);
  if (pages.problem?.status === 404) return hidden ? null : <Lost />;
  return (
    <div hidden={hidden}>
      <Heading title={title} hidden={hidden} />
      <SearchForm q={q} onSearch={(words) => go({ ...route, q: words }, 'replace')} />
      <ListCount pages={pages} q={q} late={late} clear={() => go({ ...route, q: '' }, 'replace')} />
      <div ref={rows} aria-busy={pages.busy} class={late ? 'stale' : ''}>
        {pages.contacts.length > 0 && (
          <ContactTable contacts={pages.contacts} caption={text('list.caption', { scope: title })} onOpen={opened} />
        )}
      </div>
      {pages.problem && <Failure problem={pages.problem} retry={pages.retry} />}
      {pages.next && !pages.problem && (
        <button type="button" class="more" aria-disabled={pages.busy} onClick={() => pages.busy || more()}>
          {text('list.more')}
        </button>
      )}
    </div>
  );
}

/** Wraps "more" so that the first of the new rows gets the focus. */
function useFocusOnNewRow(rows: { current: HTMLElement | null }, length: number, more: () => void): () => void {
  const from = useRef<number | null>(null);
  useEffect(() => {
    if (from.current === null || from.current >= length) return;
    rows.current?.querySelectorAll<HTMLElement>('tbody a')[from.current]?.focus();
    from.current = null;
  }, [length]);
  return () => {
    from.current = length;
    more();
  };
}

/** Keeps the scroll position and the link that was followed until the list shows again. */
function useKeptPlace(hidden: boolean): (link: HTMLElement) => void {
  const link = useRef<HTMLElement | null>(null);
  const y = useRef(0);
  useLayoutEffect(() => {
    if (hidden) return;
    if (link.current) {
      window.scrollTo(0, y.current);
      link.current.focus({ preventScroll: true });
    }
    const follow = () => (y.current = window.scrollY);
    addEventListener('scroll', follow, { passive: true });
    return () => removeEventListener('scroll', follow);
  }, [hidden]);
  return (followed) => {
    link.current = followed;
  };
}
