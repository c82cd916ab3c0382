import { useText } from '../i18n/text';
import { useLate } from '../load';

/** Says that something is loading, once that takes long enough to be felt. */
export function Waiting({ busy }: { busy: boolean }) {
  const { text } = useText();
  const late = useLate(busy);
  return (
    <p class="waiting" role="status">
      {late && text('app.loading')}
    </p>
  );
}
