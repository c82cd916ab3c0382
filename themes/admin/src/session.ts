// Who is signed in. The cookie is out of reach of scripts, so the server is asked
// once at the start; any later 401 ends the session here too, wherever it happens,
// and with it everything that screens were holding.
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { Api, problemOf, type Me, type Problem } from './api';
import type { Language } from './i18n/text';

export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'out'; readonly why: 'never' | 'expired' | 'ended' }
  | { readonly state: 'in'; readonly me: Me };

export interface Desk {
  readonly session: Session;
  readonly api: Api;
  /** Asks the server again who is signed in. */
  refresh(): Promise<void>;
  /** Ends the session; rejects with a Problem when the server did not. */
  signOut(): Promise<void>;
}

/** Keeps the session. Used once, by the application; others use useDesk. */
export function useSession(language: Language): Desk {
  const [session, set] = useState<Session>({ state: 'starting' });
  const api = useMemo(() => new Api(language, () => set(expire)), [language]);
  const refresh = useCallback(async () => {
    try {
      set({ state: 'in', me: await api.me() });
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.status === 401) return;
      set((was) => (was.state === 'in' ? was : { state: 'failed', problem }));
    }
  }, [api]);
  useEffect(() => void refresh(), [refresh]);
  const signOut = useCallback(async () => {
    await api.signOut();
    set({ state: 'out', why: 'ended' });
  }, [api]);
  return useMemo(() => ({ session, api, refresh, signOut }), [session, api, refresh, signOut]);
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk outside the application');
  return desk;
}

function expire(was: Session): Session {
  if (was.state === 'out') return was;
  return { state: 'out', why: was.state === 'in' ? 'expired' : 'never' };
}
