import type { Consent } from '../api';
import { useText } from '../i18n/text';
import { Facts } from './facts';

interface Props {
  purpose: string;
  /** The lines of the ledger on this purpose, in any order. */
  lines: readonly Consent[];
}

/** Whether a person agrees to one purpose, and the proof. */
export function ConsentCard({ purpose, lines }: Props) {
  const { text, known } = useText();
  const history = lines.toSorted((a, b) => b.at.localeCompare(a.at));
  const state = stateOf(history[0]);
  return (
    <section class={`card consent consent-${state}`}>
      <h3>
        {known('consent', purpose)} <span class="state">{text(`consent.${state}`)}</span>
      </h3>
      {history.length === 0 && <p>{text('consent.missingText')}</p>}
      {history.map((line) => (
        <Proof key={line.at + line.wording_id} line={line} />
      ))}
    </section>
  );
}

function Proof({ line }: { line: Consent }) {
  const { text, known, moment } = useText();
  const when = (time = '') => time && <time dateTime={time}>{moment(time)}</time>;
  return (
    <>
      <figure>
        <figcaption>{text('consent.wording')}</figcaption>
        <blockquote lang={line.lang}>{line.wording}</blockquote>
      </figure>
      <Facts
        facts={[
          [text('consent.at'), when(line.at)],
          [text('consent.confirmedAt'), when(line.confirmed_at)],
          [text('consent.withdrawnAt'), when(line.withdrawn_at)],
          [text('consent.source'), line.source && <code>{line.source}</code>],
          [text('consent.method'), known('consent.method', line.method)],
          [text('consent.channel'), line.channel && known('consent.channel', line.channel)],
        ]}
      />
    </>
  );
}

function stateOf(latest: Consent | undefined): 'given' | 'unconfirmed' | 'withdrawn' | 'missing' {
  if (!latest) return 'missing';
  if (latest.withdrawn_at) return 'withdrawn';
  return latest.confirmed_at ? 'given' : 'unconfirmed';
}
