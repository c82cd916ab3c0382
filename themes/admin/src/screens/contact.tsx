import { useCallback } from 'preact/hooks';
import type { Me } from '../api';
import { ConsentCard } from '../components/consent-card';
import { ContactCard } from '../components/contact-card';
import { Failure } from '../components/failure';
import { Heading } from '../components/heading';
import { Lost } from '../components/lost';
import { Waiting } from '../components/waiting';
import { useText } from '../i18n/text';
import { useLoad } from '../load';
import { useDesk } from '../session';

interface Props {
  id: string;
  me: Me;
  /** The address of the list to go back to. */
  back: string;
}

// Shown even when the ledger holds nothing on them: silence is a refusal.
const purposes = ['newsletter', 'calls', 'membership', 'age_15'];

/** One person: how to reach them, and what they have agreed to. */
export function ContactScreen({ id, me, back }: Props) {
  const { text } = useText();
  const { api } = useDesk();
  const load = useCallback((signal: AbortSignal) => api.contact(id, signal), [api, id]);
  const { value: contact, problem, retry } = useLoad(load);
  if (problem?.status === 404) return <Lost />;
  if (problem) return <Failure problem={problem} retry={retry} />;
  if (!contact) return <Waiting busy />;
  const others = contact.consents.map((consent) => consent.purpose);
  return (
    <article>
      <p class="back">
        <a href={back}>{text('contact.back')}</a>
      </p>
      <Heading title={`${contact.first_name} ${contact.last_name}`.trim() || text('contact.fallback')} />
      <div class="person">
        <ContactCard contact={contact} overlays={me.overlays} />
        <section aria-labelledby="consents">
          <h2 id="consents">{text('consent.title')}</h2>
          <p class="hint">{text('consent.intro')}</p>
          {[...new Set([...purposes, ...others])].map((purpose) => (
            <ConsentCard
              key={purpose}
              purpose={purpose}
              lines={contact.consents.filter((consent) => consent.purpose === purpose)}
            />
          ))}
        </section>
      </div>
    </article>
  );
}
