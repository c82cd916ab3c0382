import { useEffect, useRef } from 'preact/hooks';
import { useText } from '../i18n/text';

interface Props {
  /** The id of the field at fault. */
  field: string;
  message: string;
}

/** What to correct, above the form: it takes the focus and leads to the field. */
export function ErrorSummary({ field, message }: Props) {
  const { text } = useText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [message]);
  const lead = (event: Event) => {
    event.preventDefault(); // the hash belongs to the router
    document.getElementById(field)?.focus();
  };
  return (
    <div class="errors" role="alert" tabIndex={-1} ref={box}>
      <h2>{text('error.summary')}</h2>
      <ul>
        <li>
          <a href={`#${field}`} onClick={lead}>
            {message}
          </a>
        </li>
      </ul>
    </div>
  );
}
