interface Props {
  id: string;
  label: string;
  /** What is wrong with the value; empty when nothing is. */
  error: string;
  value: string;
  onValue: (value: string) => void;
  autocomplete: 'email' | 'one-time-code';
  inputMode: 'email' | 'numeric';
}

/** A labelled input with its error beside it. */
export function Field({ id, label, error, onValue, ...input }: Props) {
  const wrong = error ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {};
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={id}
        type="text"
        required
        autocapitalize="none"
        spellcheck={false}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...wrong}
        {...input}
      />
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
