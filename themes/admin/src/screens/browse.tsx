import { useRef } from 'preact/hooks';
import type { Me, Zone } from '../api';
import { Heading } from '../components/heading';
import { ZoneNav } from '../components/zone-nav';
import { useText } from '../i18n/text';
import { format, home, type ListRoute, type Route, type Scope } from '../router';
import { ContactScreen } from './contact';
import { Contacts } from './contacts';

/**
 * Territories beside a list or one of its contacts. The list stays mounted,
 * hidden, while a contact is read: going back finds its rows, its search and its
 * place as they were, with nothing stored.
 */
export function Browse({ me, route }: { me: Me; route: Route }) {
  const { text } = useText();
  const list = useRef<ListRoute | null>(null);
  if (route.screen === 'contacts') list.current = route;
  if (me.zones.length + me.overlays.length === 0) {
    return (
      <main class="sheet">
        <Heading title={text('nav.title')} />
        <p>{text('nav.none')}</p>
      </main>
    );
  }
  const reading = route.screen === 'contact';
  const shown = list.current;
  return (
    <div class="desk">
      <ZoneNav me={me} current={shown?.scope ?? null} place={format(route)} />
      <main>
        {reading && <ContactScreen key={route.id} id={route.id} me={me} back={format(shown ?? home)} />}
        {shown && (
          <Contacts
            key={format({ ...shown, q: '' })}
            route={shown}
            title={titleOf(me, shown.scope) ?? text('nav.all')}
            hidden={reading}
          />
        )}
      </main>
    </div>
  );
}

function titleOf(me: Me, scope: Scope): string | undefined {
  if (scope.kind === 'overlay') return me.overlays.find((overlay) => overlay.slug === scope.slug)?.name ?? scope.slug;
  if (scope.kind === 'zone') return zoneName(me.zones, scope.slug) ?? scope.slug;
  return undefined;
}

function zoneName(zones: readonly Zone[], slug: string): string | undefined {
  for (const zone of zones) {
    const name = zone.slug === slug ? zone.name : zoneName(zone.children ?? [], slug);
    if (name !== undefined) return name;
  }
  return undefined;
}
