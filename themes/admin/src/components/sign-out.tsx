import { useState } from 'preact/hooks';
import type { Me } from '../api';
import { useText } from '../i18n/text';
import { useDesk } from '../session';

/** The person signed in and the way out, which says so when it did not work. */
export function SignOut({ me }: { me: Me }) {
  const { text } = useText();
  const { signOut } = useDesk();
  const [failed, setFailed] = useState(false);
  const leave = () => {
    setFailed(false);
    signOut().catch(() => setFailed(true));
  };
  return (
    <section class="account" aria-label={text('app.account')}>
      <span class="account-name">{shownName(me)}</span>
      <button type="button" class="quiet" onClick={leave}>
        {text('app.signOut')}
      </button>
      {failed && (
        <p class="account-error error" role="alert">
          {text('app.signOutFailed')}
        </p>
      )}
    </section>
  );
}

// A name made from the address alone says less than the address.
function shownName({ name, email }: Me): string {
  return name && name !== email.slice(0, email.lastIndexOf('@')) ? name : email;
}
