import { useText } from '../i18n/text';

/** What a person agrees to, in two small words. */
export function Grants({ newsletter, calls }: { newsletter: boolean; calls: boolean }) {
  const { text } = useText();
  if (!newsletter && !calls) return <span class="tag tag-none">{text('list.noConsent')}</span>;
  return (
    <span class="tags">
      {newsletter && <span class="tag">{text('list.newsletter')}</span>}
      {calls && <span class="tag">{text('list.calls')}</span>}
    </span>
  );
}
