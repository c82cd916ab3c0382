import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useText, type Language } from '../i18n/text';
import { useDesk } from '../session';
import { Mark } from './mark';
import { SignOut } from './sign-out';

interface Props {
  setLanguage: (language: Language) => void;
  children: ComponentChildren;
}

/** What stands around every screen: skip link, name, language, account. */
export function Shell({ setLanguage, children }: Props) {
  const { text, language } = useText();
  const { session } = useDesk();
  const content = useRef<HTMLDivElement>(null);
  const skip = (event: Event) => {
    event.preventDefault(); // the hash belongs to the router
    content.current?.querySelector<HTMLElement>('main h1')?.focus();
  };
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        {text('app.skip')}
      </a>
      <header class="top">
        <a class="brand" href="#/">
          <Mark />
          <span>
            Maillage <small>{text('app.name')}</small>
          </span>
        </a>
        <LanguageSwitch language={language} setLanguage={setLanguage} />
        {session.state === 'in' && <SignOut me={session.me} />}
      </header>
      <div id="content" ref={content}>
        {children}
      </div>
    </>
  );
}

// The other language is named in that language, for those who read only it.
function LanguageSwitch({ language, setLanguage }: { language: Language; setLanguage: Props['setLanguage'] }) {
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <button type="button" class="quiet" lang={other} onClick={() => setLanguage(other)}>
      {other === 'fr' ? 'Français' : 'English'}
    </button>
  );
}
