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
  const said = (language() === 'zh' && run.message) || t(`structured.phase.${run.phase}`);
  return [said, verdictOf(run)].filter((part) => part !== '').join(' · ');
}

function verdictOf({ valid, violations }) {
  if (violations.length > 0) return t('structured.violations', { count: violations.length });
  if (valid === undefined) return '';
  return t(valid ? 'structured.valid' : 'structured.invalid');
}
