import { useEffect, useId, useState } from 'preact/hooks';
import type { Zone } from '../api';
import { useText } from '../i18n/text';
import { format } from '../router';

interface Props {
  zone: Zone;
  /** The slug of the zone on display, or null. */
  current: string | null;
  depth: number;
  /** Whether contacts of the zone above may be read: a right holds for what is below. */
  readable: boolean;
}

/** A zone, and below it those it holds. Folded branches keep the way of the Tab key short. */
export function ZoneItem({ zone, current, depth, readable }: Props) {
  const { text } = useText();
  const branch = useId();
  const holdsCurrent = current?.startsWith(`${zone.slug}/`) ?? false;
  const [open, setOpen] = useState(depth === 0 || holdsCurrent);
  useEffect(() => {
    if (holdsCurrent) setOpen(true);
  }, [holdsCurrent]);
  const children = zone.children ?? [];
  const mayRead = readable || zone.permissions.includes('contacts:read');
  const href = format({ screen: 'contacts', scope: { kind: 'zone', slug: zone.slug }, q: '' });
  return (
    <li>
      <div class="zone">
        {mayRead ? (
          <a href={href} aria-current={current === zone.slug ? 'page' : undefined}>
            {zone.name}
          </a>
        ) : (
          <span>{zone.name}</span>
        )}
        {children.length > 0 && (
          <button
            type="button"
            class="fold"
            aria-expanded={open}
            aria-controls={branch}
            aria-label={text('nav.expand', { zone: zone.name })}
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      {children.length > 0 && (
        <ul id={branch} hidden={!open}>
          {children.map((child) => (
            <ZoneItem key={child.slug} zone={child} current={current} depth={depth + 1} readable={mayRead} />
          ))}
        </ul>
      )}
    </li>
  );
}
