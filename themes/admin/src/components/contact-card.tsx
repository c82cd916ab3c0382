import type { ContactDetails, Overlay } from '../api';
import { useText } from '../i18n/text';
import { EmailText } from './email-text';
import { Facts } from './facts';

interface Props {
  contact: ContactDetails;
  /** The overlays I hold, for their names. */
  overlays: readonly Overlay[];
}

/** Who a person is and how to reach them. */
export function ContactCard({ contact, overlays }: Props) {
  const { text, moment } = useText();
  const missing = <span class="hint">{text('contact.none')}</span>;
  const names = contact.overlays.map((slug) => overlays.find((overlay) => overlay.slug === slug)?.name ?? slug);
  const when = (time: string) => time && <time dateTime={time}>{moment(time)}</time>;
  return (
    <section class="card" aria-labelledby="card">
      <h2 id="card">{text('contact.card')}</h2>
      <Facts
        facts={[
          [text('contact.email'), <EmailLink email={contact.email} />],
          [text('contact.phone'), contact.phone ? <PhoneLink phone={contact.phone} /> : missing],
          [text('contact.postal'), contact.postal_code || missing],
          [text('contact.zone'), contact.zone_name],
          [text('contact.overlays'), names.join(', ')],
          [text('contact.status'), text(contact.status === 'member' ? 'contact.member' : 'contact.pending')],
          [text('contact.number'), contact.number && <span class="number">{contact.number}</span>],
          [text('contact.joined'), when(contact.joined_at)],
          [text('contact.confirmed'), when(contact.confirmed_at)],
        ]}
      />
    </section>
  );
}

function EmailLink({ email }: { email: string }) {
  return (
    <a href={`mailto:${email}`}>
      <EmailText email={email} />
    </a>
  );
}

function PhoneLink({ phone }: { phone: string }) {
  return <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>;
}
