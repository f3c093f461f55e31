import '../i18n/language-switch.js';
import './operation-view.js';
import { onLanguageChange, t, translatePage } from '../i18n/language.js';
import { showSentence } from '../page/dom.js';
import { operationsOf } from './operations.js';

/** Where MicroProfile OpenAPI serves the document: the root of the server, wherever the application is. */
const DOCUMENT = '/openapi';

const list = document.getElementById('operations');
const state = document.getElementById('state');
let failure = '';

function showState() {
  state.hidden = list.childElementCount > 0;
  showSentence(state, failure === '' ? t('api.loading') : t('api.unavailable', { reason: failure }));
}

async function load() {
  const response = await fetch(DOCUMENT, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

onLanguageChange(showState);
translatePage();
showState();
try {
  const folder = new URL('.', location.href).pathname;
  for (const operation of operationsOf(await load(), folder)) {
    list.append(Object.assign(document.createElement('runnel-operation'), { operation }));
  }
  document.getElementById(location.hash.slice(1))?.open();
} catch (cause) {
  failure = cause instanceof Error ? cause.message : String(cause);
}
showState();
