import type { Contact } from '../api';
import { useText } from '../i18n/text';
import { format } from '../router';
import { EmailText } from './email-text';
import { Grants } from './grants';

interface Props {
  contacts: readonly Contact[];
  caption: string;
  /** Tells which link was followed, to come back to it. */
  onOpen: (link: HTMLElement) => void;
}

/**
 * The list as a table, which a narrow screen shows as cards. The roles are
 * written out because some browsers drop them when CSS changes the display.
 */
export function ContactTable({ contacts, caption, onOpen }: Props) {
  const { text } = useText();
  const columns = ['name', 'email', 'phone', 'zone', 'joined', 'consents'] as const;
  return (
    <table class="contacts" role="table">
      <caption class="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col" class={`col-${column}`}>
              {text(`list.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {contacts.map((contact) => (
          <Row key={contact.id} contact={contact} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ contact, onOpen }: { contact: Contact; onOpen: Props['onOpen'] }) {
  const { date } = useText();
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <a href={format({ screen: 'contact', id: contact.id })} onClick={(event) => onOpen(event.currentTarget)}>
          <FiledName contact={contact} />
        </a>
      </th>
      <td role="cell" class="email">
        <EmailText email={contact.email} />
      </td>
      <td role="cell" class="number phone">
        {contact.phone}
      </td>
      <td role="cell" class="number">
        {contact.zone_name} <small>{contact.postal_code}</small>
      </td>
      <td role="cell" class="number">
        <time dateTime={contact.joined_at}>{date(contact.joined_at)}</time>
      </td>
      <td role="cell">
        <Grants newsletter={contact.newsletter} calls={contact.calls} />
      </td>
    </tr>
  );
}

// Last name first, as the list is sorted.
function FiledName({ contact: { first_name, last_name, email } }: { contact: Contact }) {
  if (!first_name && !last_name) return <>{email}</>;
  return (
    <>
      {last_name && <strong>{last_name}</strong>} {first_name}
    </>
  );
}
