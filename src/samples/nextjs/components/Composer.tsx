import { type KeyboardEvent, useRef, useState } from 'react';

/** The longest message that Runnel takes. */
const MAX_CHARS = 32_000;

type Props = { writing: boolean; onSend: (question: string) => void; onStop: () => void };

/** Where the next question is written: Enter sends it, Shift+Enter breaks the line. */
export function Composer({ writing, onSend, onStop }: Props) {
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const question = text.trim();

  function send() {
    if (question === '' || writing) return;
    setText('');
    onSend(question);
  }

  function press(event: KeyboardEvent) {
    // An Enter that ends the composition of a word, such as a Chinese one, belongs to the input method. Safari tells
    // the end first: then the key is 229.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    send();
  }

  function stop() {
    onStop();
    // The button goes, and the focus would go with it.
    box.current?.focus();
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={box}
        aria-label="Your message"
        placeholder="Your message"
        rows={1}
        maxLength={MAX_CHARS}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      {writing ? (
        <button type="button" className="danger" onClick={stop}>
          Stop
        </button>
      ) : (
        <button className="primary" disabled={question === ''}>
          Send
        </button>
      )}
    </form>
  );
}
