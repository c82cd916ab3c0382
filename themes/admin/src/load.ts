// Fetching for screens: one thing (useLoad), a list that grows (usePages), and the
// 200 ms under which waiting is not worth a word (useLate).
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { problemOf, type Contact, type ContactPage, type Problem } from './api';

export interface Loaded<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  retry(): void;
}

/** Loads when load changes, so load comes from useCallback. An answer that is no longer wanted is dropped. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [result, set] = useState<{ value: T | null; problem: Problem | null }>({ value: null, problem: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const wanted = new AbortController();
    set((was) => ({ ...was, problem: null }));
    load(wanted.signal).then(
      (value) => wanted.signal.aborted || set({ value, problem: null }),
      (thrown: unknown) => wanted.signal.aborted || set({ value: null, problem: problemOf(thrown) }),
    );
    return () => wanted.abort();
  }, [load, attempt]);
  return { ...result, retry: () => setAttempt((n) => n + 1) };
}

export interface Pages {
  readonly contacts: readonly Contact[];
  readonly next: string;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Appends the next page, or loads the first one again when there is none. */
  more(): void;
  retry(): void;
}

type FetchPage = (cursor: string, signal: AbortSignal) => Promise<ContactPage>;

/** Loads the first page when fetchPage changes; the rows before stay until the new ones are there. */
export function usePages(fetchPage: FetchPage): Pages {
  const [list, set] = useState<Omit<Pages, 'more' | 'retry'>>({ contacts: [], next: '', busy: true, problem: null });
  const wanted = useRef(new AbortController());
  const load = useCallback(
    (cursor: string) => {
      wanted.current.abort();
      const { signal } = (wanted.current = new AbortController());
      set((was) => ({ ...was, busy: true, problem: null }));
      fetchPage(cursor, signal).then(
        ({ contacts, next }) => signal.aborted || set((was) => ({
          contacts: cursor ? [...was.contacts, ...contacts] : contacts,
          next, busy: false, problem: null,
        })),
        // Rows and cursor of another question must not outlive its failure.
        (thrown: unknown) => signal.aborted || set((was) => ({
          contacts: cursor ? was.contacts : [],
          next: cursor,
          busy: false, problem: problemOf(thrown),
        })),
      );
    },
    [fetchPage],
  );
  useEffect(() => {
    load('');
    return () => wanted.current.abort();
  }, [load]);
  // A cursor that was refused will be refused again: then the list starts over.
  const status = list.problem?.status ?? 0;
  const refused = status >= 400 && status < 500 && status !== 429;
  return { ...list, more: () => load(list.next), retry: () => load(refused ? '' : list.next) };
}

/** True once busy has lasted 200 ms: what is quicker flashes no message. */
export function useLate(busy: boolean): boolean {
  const [late, set] = useState(false);
  useEffect(() => {
    if (!busy) return set(false);
    const timer = setTimeout(() => set(true), 200);
    return () => clearTimeout(timer);
  }, [busy]);
  return late;
}
