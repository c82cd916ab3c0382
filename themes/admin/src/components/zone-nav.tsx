import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../api';
import { useText } from '../i18n/text';
import { format, type Scope } from '../router';
import { ZoneItem } from './zone-item';

interface Props {
  me: Me;
  /** What the list beside shows, null before any list was seen. */
  current: Scope | null;
  /** The address now; a narrow screen folds the territories away when it changes. */
  place: string;
}

/** The territories of a person: everything, their zones as a tree, their overlays. */
export function ZoneNav({ me, current, place }: Props) {
  const { text } = useText();
  const wide = useWide();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [place]);
  const slugOf = (kind: Scope['kind']) => (current?.kind === kind ? current.slug : null);
  return (
    <nav class="zones" aria-label={text('nav.title')}>
      <details open={wide || open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{text('nav.title')}</summary>
        <ul>
          <li>
            <a href="#/" aria-current={current?.kind === 'all' ? 'page' : undefined}>
              {text('nav.all')}
            </a>
          </li>
        </ul>
        {me.zones.length > 0 && <h2>{text('nav.zones')}</h2>}
        <ul>
          {me.zones.map((zone) => (
            <ZoneItem key={zone.slug} zone={zone} current={slugOf('zone')} depth={0} readable={false} />
          ))}
        </ul>
        {me.overlays.length > 0 && <h2>{text('nav.overlays')}</h2>}
        <ul>
          {me.overlays.map(({ slug, name }) => (
            <li key={slug}>
              <a href={hrefOf(slug)} aria-current={slugOf('overlay') === slug ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

const wideScreen = '(min-width: 76rem)'; // as in admin.css, where the summary goes

function hrefOf(overlay: string): string {
  return format({ screen: 'contacts', scope: { kind: 'overlay', slug: overlay }, q: '' });
}

function useWide(): boolean {
  const [wide, set] = useState(() => matchMedia(wideScreen).matches);
  useEffect(() => {
    const query = matchMedia(wideScreen);
    const follow = () => set(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return wide;
}
