import '../chat/runnel-chat.js';
import { translatePage, usePageLanguage } from '../i18n/language.js';
import { commandOf, hostOrigin, news } from './messages.js';

/** The chat for a frame in somebody's page, which makes room for it by messages. */
translatePage();
const chat = document.querySelector('runnel-chat');
const host = hostOrigin(location.search);

if (host !== undefined && parent !== window) {
  const tell = (what) => {
    const remPixels = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    parent.postMessage(news(what, { opened: chat.opened, remPixels }), host);
  };
  chat.addEventListener('runnel-open', () => tell('open'));
  chat.addEventListener('runnel-close', () => tell('close'));
  addEventListener('message', (message) => {
    const command = commandOf(message, { host, parent });
    if (command?.kind === 'open') chat.open();
    else if (command?.kind === 'close') chat.close();
    else if (command?.kind === 'lang') usePageLanguage(command.lang);
  });
  tell('ready');
}
