import { useState } from 'preact/hooks';
import { problemOf } from '../api';
import { Heading } from '../components/heading';
import { useText, type Key } from '../i18n/text';
import { home, useRouter } from '../router';
import { useDesk } from '../session';

/** Where the mailed link leads. Nothing happens before the button: mail scanners open links too. */
export function SignInLink({ token }: { token: string }) {
  const { text } = useText();
  const { api, refresh } = useDesk();
  const { go } = useRouter();
  const [error, setError] = useState<Key | null>(null);
  const [busy, setBusy] = useState(false);
  const signIn = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await api.verifySignIn({ token });
      await refresh();
      go(home, 'replace');
    } catch (thrown) {
      setError(reason(problemOf(thrown).status));
      setBusy(false);
    }
  };
  return (
    <main class="sheet">
      <Heading title={text('signin.linkTitle')} />
      <p>{text('signin.linkText')}</p>
      <p role="alert" class={error ? 'notice notice-bad' : 'nothing'}>
        {error && text(error)}
      </p>
      <div class="actions">
        <button type="button" class="main" aria-disabled={busy} onClick={signIn}>
          {text(busy ? 'signin.verifying' : 'signin.verify')}
        </button>
        {error && (
          <button type="button" onClick={() => go({ screen: 'sign-in', next: null })}>
            {text('signin.newLink')}
          </button>
        )}
      </div>
    </main>
  );
}

function reason(status: number): Key {
  if (status === 0) return 'failure.offline';
  if (status === 429) return 'failure.busy';
  return status >= 500 ? 'failure.server' : 'error.linkExpired';
}
