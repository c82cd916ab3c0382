import { useEffect, useRef } from 'preact/hooks';
import { useText } from '../i18n/text';
import { useRouter } from '../router';

/** The h1 of a screen: it names the tab and, after a move, takes the focus so that screen readers say where one is. */
export function Heading({ title, hidden = false }: { title: string; hidden?: boolean }) {
  const { text } = useText();
  const { moved } = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const name = `${title} · ${text('app.name')}`;
  useEffect(() => {
    if (!hidden) document.title = name;
  }, [name, hidden]);
  useEffect(() => {
    if (!moved) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}
