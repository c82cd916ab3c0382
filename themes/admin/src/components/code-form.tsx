import { useState } from 'preact/hooks';
import { useText, type Key } from '../i18n/text';
import { ErrorSummary } from './error-summary';
import { Field } from './field';

interface Props {
  email: string;
  /** Tries a code of 8 digits; resolves to what went wrong, or null. */
  verify: (code: string) => Promise<Key | null>;
  again: () => void;
}

/** The code of the mail, typed or pasted with any spaces. */
export function CodeForm({ email, verify, again }: Props) {
  const { text } = useText();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<Key | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const code = typed.replace(/\D/g, '');
    const wrong = check(code);
    setError(wrong);
    if (wrong) return;
    setBusy(true);
    setError(await verify(code));
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={submit}>
      <p>{text('signin.sent', { email })}</p>
      <p class="hint">{text('signin.spam')}</p>
      {error && <ErrorSummary field="code" message={text(error)} />}
      <Field
        id="code"
        label={text('signin.code')}
        error={error ? text(error) : ''}
        value={typed}
        onValue={setTyped}
        autocomplete="one-time-code"
        inputMode="numeric"
      />
      <div class="actions">
        <button class="main" aria-disabled={busy}>
          {text(busy ? 'signin.verifying' : 'signin.verify')}
        </button>
        <button type="button" onClick={again}>
          {text('signin.again')}
        </button>
      </div>
    </form>
  );
}

function check(code: string): Key | null {
  if (code === '') return 'error.codeMissing';
  return code.length === 8 ? null : 'error.codeLength';
}
