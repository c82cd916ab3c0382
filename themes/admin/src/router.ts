// The address is the state: every screen has a hash route that can be bookmarked,
// shared and gone back to. parse and format are each other's inverse; a place to
// return to is kept as a Route, so it can never lead off this page.
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks';

/** Whose contacts a list holds: all of mine, or those of one zone or overlay. */
export interface Scope {
  readonly kind: 'all' | 'zone' | 'overlay';
  readonly slug: string;
}

export interface ListRoute {
  readonly screen: 'contacts';
  readonly scope: Scope;
  readonly q: string;
}

export type Route =
  | ListRoute
  | { readonly screen: 'contact'; readonly id: string }
  | { readonly screen: 'sign-in'; readonly next: Route | null }
  | { readonly screen: 'sign-in-link'; readonly token: string }
  | { readonly screen: 'not-found' };

export const home: ListRoute = { screen: 'contacts', scope: { kind: 'all', slug: '' }, q: '' };

export interface Router {
  readonly route: Route;
  /** False on the first screen after loading: only later ones take the focus. */
  readonly moved: boolean;
  go(route: Route, how?: 'push' | 'replace'): void;
}

/** Reads a location hash such as "#/zone/fr/bretagne?q=du". */
export function parse(hash: string): Route {
  if (hash === '' || hash === '#') return home;
  if (!hash.startsWith('#/')) return { screen: 'not-found' };
  const [path, search] = split(hash.slice(2), '?');
  const [first, rest] = split(path, '/');
  const params = new URLSearchParams(search);
  const q = params.get('q') ?? '';
  if (path === '') return { ...home, q };
  if (first === 'sign-in') return rest ? { screen: 'sign-in-link', token: rest } : signIn(params.get('next'));
  if ((first === 'zone' || first === 'overlay') && /^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(rest)) {
    return { screen: 'contacts', scope: { kind: first, slug: rest }, q };
  }
  if (first === 'contact' && /^[\w-]+$/.test(rest)) return { screen: 'contact', id: rest };
  return { screen: 'not-found' };
}

/** Writes the hash of a route; a sign-in token is never written. */
export function format(route: Route): string {
  switch (route.screen) {
    case 'contacts': {
      const path = route.scope.kind === 'all' ? '#/' : `#/${route.scope.kind}/${route.scope.slug}`;
      return route.q ? `${path}?${new URLSearchParams({ q: route.q })}` : path;
    }
    case 'contact':
      return `#/contact/${route.id}`;
    case 'sign-in':
      return route.next ? `#/sign-in?${new URLSearchParams({ next: format(route.next) })}` : '#/sign-in';
    case 'sign-in-link':
      return '#/sign-in';
    case 'not-found':
      return '#/not-found';
  }
}

/** Follows the address bar. Used once, by the application; others use useRouter. */
export function useAddress(): Router {
  const [{ route, moved }, set] = useState(() => ({ route: take(), moved: false }));
  useEffect(() => {
    const follow = () => set({ route: take(), moved: true });
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const go = useCallback((to: Route, how: 'push' | 'replace' = 'push') => {
    if (how === 'push') history.pushState(null, '', format(to));
    else history.replaceState(null, '', format(to));
    set({ route: to, moved: true });
  }, []);
  return useMemo(() => ({ route, moved, go }), [route, moved, go]);
}

export const RouterContext = createContext<Router>({ route: home, moved: false, go: () => undefined });
export const useRouter = (): Router => useContext(RouterContext);

// A sign-in token leaves the address bar and the history as soon as it is read.
function take(): Route {
  const route = parse(location.hash);
  if (route.screen === 'sign-in-link') history.replaceState(null, '', format(route));
  return route;
}

function signIn(next: string | null): Route {
  const place = next ? parse(next) : null;
  const returnable = place?.screen === 'contacts' || place?.screen === 'contact';
  return { screen: 'sign-in', next: returnable ? place : null };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
