// The administration of Maillage: a list of contacts and what a person may do
// with them. main chooses the screen; screens fetch, components render; api.ts is
// the only fetch; the state is the session and the address, nothing is stored in
// the browser but the chosen language.
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Failure } from './components/failure';
import { Shell } from './components/shell';
import { Waiting } from './components/waiting';
import { preferredLanguage, TextContext, textIn, type Language } from './i18n/text';
import { format, home, RouterContext, useAddress, type Route } from './router';
import { Browse } from './screens/browse';
import { NotFound } from './screens/not-found';
import { SignIn } from './screens/sign-in';
import { SignInLink } from './screens/sign-in-link';
import { DeskContext, useSession, type Session } from './session';

function App() {
  const [language, setLanguage] = useLanguage();
  const text = useMemo(() => textIn(language), [language]);
  const router = useAddress();
  const desk = useSession(language);
  const { route, go } = router;
  const detour = detourOf(desk.session, route);
  useEffect(() => {
    if (detour) go(detour, 'replace');
  }, [detour && format(detour)]);
  return (
    <TextContext.Provider value={text}>
      <RouterContext.Provider value={router}>
        <DeskContext.Provider value={desk}>
          <Shell setLanguage={setLanguage}>{!detour && screenOf(desk.session, route, desk.refresh)}</Shell>
        </DeskContext.Provider>
      </RouterContext.Provider>
    </TextContext.Provider>
  );
}

function screenOf(session: Session, route: Route, refresh: () => Promise<void>) {
  if (route.screen === 'not-found') return <NotFound />;
  if (route.screen === 'sign-in-link') return <SignInLink token={route.token} />;
  if (session.state === 'starting') return <Waiting busy />;
  if (session.state === 'failed') {
    return (
      <main class="sheet">
        <Failure problem={session.problem} retry={() => void refresh()} />
      </main>
    );
  }
  if (route.screen === 'sign-in') return <SignIn why={session.state === 'out' ? session.why : 'never'} />;
  return session.state === 'in' ? <Browse me={session.me} route={route} /> : null;
}

// Without a session every place leads to sign-in, which leads back to the place
// unless the person has just left it by signing out.
function detourOf(session: Session, route: Route): Route | null {
  const inside = route.screen === 'contacts' || route.screen === 'contact';
  if (session.state === 'out' && inside) {
    return { screen: 'sign-in', next: session.why === 'ended' ? null : route };
  }
  if (session.state === 'in' && route.screen === 'sign-in') return route.next ?? home;
  return null;
}

// The language is a choice of the tab, kept in sessionStorage: it says nothing about anyone.
function useLanguage(): [Language, (language: Language) => void] {
  const [language, set] = useState<Language>(() => {
    const chosen = sessionStorage.getItem('language');
    return preferredLanguage(chosen ? [chosen] : navigator.languages);
  });
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (next: Language) => {
    sessionStorage.setItem('language', next);
    set(next);
  };
  return [language, choose];
}

const root = document.getElementById('app');
if (root) {
  history.scrollRestoration = 'manual';
  render(<App />, root);
}
