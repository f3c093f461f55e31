import './document-view.js';
import './event-list.js';
import '../failure/failure-view.js';
import { t } from '../i18n/language.js';
import { showText } from '../page/dom.js';
import { usageText } from '../page/usage.js';

const byId = (id) => document.getElementById(id);

/**
 * Shows a run in the elements of the page: state, document, failure, reasoning, events.
 *
 * @param {import('./state.js').StructuredRun} run
 */
export function showRun(run) {
  const state = byId('state');
  state.dataset.phase = run.phase;
  showText(byId('state-text'), stateText(run));

  const view = byId('document');
  view.run = run;
  view.draw();
  byId('failure').failure = run.failure;
  byId('events').draw();

  byId('reasoning').hidden = run.reasoning === '';
  showText(byId('reasoning-text'), run.reasoning);

  const usage = run.usage ?? {};
  const meta = usageText({ total: usage.total, usage, estimated: usage.estimated === true });
  byId('meta').textContent = meta;
  byId('meta').hidden = meta === '';

  byId('violations').hidden = run.violations.length === 0;
  byId('violations').textContent = run.violations
    .map(({ path, message }) => `${path ?? ''} ${message ?? ''}`.trim())
    .join('\n');
}

/** @param {import('./state.js').StructuredRun} run */
function stateText(run) {
  const said = run.message || t(`structured.phase.${run.phase}`);
  if (run.valid === undefined) return said;
  return `${said} · ${t(run.valid ? 'structured.valid' : 'structured.invalid')}`;
}
