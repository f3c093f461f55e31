/**
 * Puts the chat of a Runnel server into the corner of this page, in a frame: nothing of that server runs in this page.
 * The frame is as small as its button until the reader opens it. Copy this file; its messages are described in the
 * README of the samples.
 *
 * @param {object} chat
 * @param {string} chat.server where Runnel is, with a slash at the end; this page's origin must be in its
 *   RUNNEL_FRAME_ANCESTORS
 * @param {string} chat.title what a screen reader calls the frame
 * @param {string} [chat.lang] zh or en; left out, the reader's own
 */
export function runnelFrame({ server, title, lang }) {
  const { origin } = new URL(server);
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.allow = `clipboard-write ${origin}`;
  frame.src = new URL(`embed/?host=${encodeURIComponent(location.origin)}`, server).href;
  Object.assign(frame.style, {
    position: 'fixed',
    insetBlockEnd: '1rem',
    insetInlineEnd: '1rem',
    zIndex: '1000',
    maxWidth: 'calc(100vw - 2rem)',
    maxHeight: 'calc(100dvh - 2rem)',
    border: '0',
    borderRadius: '1.25rem',
    // As the frame's own, or browsers put an opaque ground behind it.
    colorScheme: 'light dark',
    // A frame that the server does not allow here is not seen at all: it would show the browser's own error.
    visibility: 'hidden',
  });

  let isReady;
  const ready = new Promise((resolve) => (isReady = resolve));

  async function send(message) {
    await ready;
    frame.contentWindow?.postMessage(message, origin);
  }

  function hear({ data, origin: from, source }) {
    if (source !== frame.contentWindow || from !== origin) return;
    if (!['ready', 'open', 'close'].includes(data?.runnel)) return;
    frame.style.width = `${Number(data.width)}px`;
    frame.style.height = `${Number(data.height)}px`;
    frame.style.boxShadow = data.runnel === 'open' ? '0 8px 40px rgb(0 0 0 / 30%)' : 'none';
    frame.style.visibility = 'visible';
    if (data.runnel === 'ready') isReady();
  }

  addEventListener('message', hear);
  document.body.append(frame);
  const speak = (language) => send({ runnel: 'lang', lang: language });
  if (lang !== undefined) speak(lang);
  return {
    open: () => send({ runnel: 'open' }),
    close: () => send({ runnel: 'close' }),
    speak,
    remove() {
      removeEventListener('message', hear);
      frame.remove();
    },
  };
}
