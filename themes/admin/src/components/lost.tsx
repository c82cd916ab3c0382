import { useText } from '../i18n/text';
import { Heading } from './heading';

/** Says kindly that there is nothing here, or nothing for this person: the two are not told apart. */
export function Lost() {
  const { text } = useText();
  return (
    <div class="lost">
      <Heading title={text('lost.title')} />
      <p>{text('lost.text')}</p>
      <p>
        <a class="button" href="#/">
          {text('app.home')}
        </a>
      </p>
    </div>
  );
}
