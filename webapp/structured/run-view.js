import './document-view.js';
import './event-list.js';
import '../failure/failure-view.js';
import { language, t } from '../i18n/language.js';
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
  const meta = usageText({ total: usage.total, usage, estimated: run.estimated });
  byId('meta').textContent = meta;
  byId('meta').hidden = meta === '';
}

/** The server speaks one language, Chinese; in another the page has words of its own. */
function stateText(run) {
  const said =
    lineText(run) || (language() === 'zh' && run.message) || t(`structured.phase.${run.phase}`);
  return [said, verdictOf(run)].filter((part) => part !== '').join(' · ');
}

/** How far away the server is, when that is what the reader waits for. */
function lineText({ running, stopping, stopUntold, line }) {
  if (stopUntold) return t('stop.untold');
  if (!running) return '';
  if (stopping) return t('stop.waiting');
  return line === 'open' ? '' : t(`line.${line}`);
}

function verdictOf({ valid, violations }) {
  if (violations.length > 0) return t('structured.violations', { count: violations.length });
  if (valid === undefined) return '';
  return t(valid ? 'structured.valid' : 'structured.invalid');
}
