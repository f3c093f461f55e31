import { useId, useRef } from 'react';

const CONFIRMED = 'clear';

/** Asks before it clears. */
export function ClearButton({ disabled, onClear }: { disabled: boolean; onClear: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();

  function ask() {
    if (!dialog.current) return;
    dialog.current.returnValue = '';
    dialog.current.showModal();
  }

  function closed() {
    if (dialog.current?.returnValue === CONFIRMED) onClear();
  }

  return (
    <>
      <button type="button" disabled={disabled} onClick={ask}>
        Clear
      </button>
      <dialog ref={dialog} aria-labelledby={title} onClose={closed}>
        <form method="dialog">
          <h2 id={title}>Clear the conversation?</h2>
          <p>All that was said is gone then.</p>
          <div className="actions">
            <button autoFocus>Keep it</button>
            <button className="danger" value={CONFIRMED}>
              Clear it
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
