import type { Problem } from '../api';
import { useText, type Key } from '../i18n/text';

/** What went wrong in words that help, and a way to try again. */
export function Failure({ problem, retry }: { problem: Problem; retry: () => void }) {
  const { text } = useText();
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        <strong>{text('failure.title')}</strong>
      </p>
      <p>{text(reason(problem.status))}</p>
      <button type="button" onClick={retry}>
        {text('app.retry')}
      </button>
    </div>
  );
}

function reason(status: number): Key {
  if (status === 0) return 'failure.offline';
  return status === 429 ? 'failure.busy' : 'failure.server';
}
