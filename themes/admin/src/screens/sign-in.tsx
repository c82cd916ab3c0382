import { useState } from 'preact/hooks';
import { CodeForm } from '../components/code-form';
import { EmailForm } from '../components/email-form';
import { Heading } from '../components/heading';
import { problemOf } from '../api';
import { useText, type Key } from '../i18n/text';
import { useDesk, type Session } from '../session';

type Why = Extract<Session, { state: 'out' }>['why'];

/** Signing in by mail: ask for a link and a code, then type the code. */
export function SignIn({ why }: { why: Why }) {
  const { text } = useText();
  const { api, refresh } = useDesk();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);

  const send = async (address: string): Promise<Key | null> => {
    setEmail(address);
    try {
      await api.requestSignIn(address);
      setSent(true);
      return null;
    } catch (thrown) {
      return sendError(problemOf(thrown).status);
    }
  };
  const verify = async (code: string): Promise<Key | null> => {
    try {
      await api.verifySignIn({ email, code });
      await refresh();
      return null;
    } catch (thrown) {
      return codeError(problemOf(thrown).status);
    }
  };

  if (sent) {
    return (
      <main class="sheet" key="code">
        <Heading title={text('signin.sentTitle')} />
        <CodeForm email={email} verify={verify} again={() => setSent(false)} />
      </main>
    );
  }
  return (
    <main class="sheet" key="email">
      <Heading title={text('signin.title')} />
      {why !== 'never' && (
        <p class="notice" role="status">
          {text(why === 'ended' ? 'signin.ended' : 'signin.expired')}
        </p>
      )}
      <p>{text('signin.intro')}</p>
      <EmailForm email={email} send={send} />
    </main>
  );
}

function sendError(status: number): Key {
  if (status === 422 || status === 400) return 'error.emailWrong';
  return generalError(status);
}

function codeError(status: number): Key {
  if (status === 422 || status === 400) return 'error.codeWrong';
  if (status === 410) return 'error.codeExpired';
  return generalError(status);
}

function generalError(status: number): Key {
  if (status === 0) return 'failure.offline';
  return status === 429 ? 'failure.busy' : 'failure.server';
}
