import { useState } from 'preact/hooks';
import { useText, type Key } from '../i18n/text';
import { ErrorSummary } from './error-summary';
import { Field } from './field';

interface Props {
  email: string;
  /** Asks for the mail; resolves to what went wrong, or null. */
  send: (email: string) => Promise<Key | null>;
}

/** The address to which a link and a code are sent. */
export function EmailForm({ email, send }: Props) {
  const { text } = useText();
  const [typed, setTyped] = useState(email);
  const [error, setError] = useState<Key | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const address = typed.trim();
    const wrong = check(address);
    setError(wrong);
    if (wrong) return;
    setBusy(true);
    setError(await send(address));
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={submit}>
      {error && <ErrorSummary field="email" message={text(error)} />}
      <Field
        id="email"
        label={text('signin.email')}
        error={error ? text(error) : ''}
        value={typed}
        onValue={setTyped}
        autocomplete="email"
        inputMode="email"
      />
      <button class="main" aria-disabled={busy}>
        {text(busy ? 'signin.sending' : 'signin.send')}
      </button>
    </form>
  );
}

function check(email: string): Key | null {
  if (email === '') return 'error.emailMissing';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : 'error.emailWrong';
}
