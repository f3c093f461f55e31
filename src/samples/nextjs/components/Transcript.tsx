import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** So near to the end a reader counts as being there, in pixels. */
const NEAR = 40;

type Props = { news: unknown; questions: number; children: ReactNode };

/**
 * What was said. It stays at its end while an answer grows, unless the reader has scrolled away; a new question leads
 * back.
 *
 * @param news changes whenever there is more to show
 * @param questions how many there are
 */
export function Transcript({ news, questions, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);

  useLayoutEffect(() => {
    following.current = true;
  }, [questions]);

  useLayoutEffect(() => {
    if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [news]);

  function scrolled() {
    if (!box.current) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    following.current = scrollHeight - scrollTop - clientHeight < NEAR;
  }

  // Read word by word it would be noise: that there is an answer is told by the status.
  return (
    <div
      ref={box}
      className="transcript"
      role="log"
      aria-live="off"
      aria-label="Conversation"
      tabIndex={0}
      onScroll={scrolled}
    >
      {children}
    </div>
  );
}
