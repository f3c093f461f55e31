import { ConversationPanel } from '/chat/conversation-panel.js';
import { hear, waitingAnswer } from '/chat/answer.js';
import { Transcript } from '/chat/transcript.js';
import { Words } from '/i18n/words.js';
import '/structured/event-list.js';

/* What tests in a browser do with the chat's views: served next to the pages, never part of them. */

const view = document.querySelector('main');
const words = new Words('en');
const nothing = () => {};

/** Whatever changes in an element while something is done, but for what is within another one. */
function changesIn(element, work, except) {
  const observer = new MutationObserver(nothing);
  observer.observe(element, { attributes: true, characterData: true, childList: true, subtree: true });
  work();
  return observer.takeRecords().filter(({ target }) => except?.contains(target) !== true).length;
}

function finished(id) {
  const begun = hear(waitingAnswer(0), { type: 'delta', chunk: `Answer ${id}, **short**` }, 1);
  return { id, question: `Question ${id}`, answer: hear(begun, { type: 'complete' }, 2) };
}

/** An answer of so many deltas grows after so many others: what is touched elsewhere. */
export function growAfter(turnsBefore, deltas) {
  const transcript = new Transcript({ words, onRetry: nothing, onAskAgain: nothing, onAsk: nothing });
  view.replaceChildren(transcript.element);
  const conversation = {};
  const before = Array.from({ length: turnsBefore }, (_, index) => finished(index + 1));
  let last = { id: turnsBefore + 1, question: 'And now?', answer: waitingAnswer(3) };
  const update = () => transcript.update(conversation, [...before, last]);
  update();
  const own = transcript.element.lastElementChild;
  const elsewhere = changesIn(
    view,
    () => {
      for (let delta = 0; delta < deltas; delta++) {
        last = { ...last, answer: hear(last.answer, { type: 'delta', chunk: `word ${delta} ` }, 4) };
        update();
      }
    },
    own,
  );
  return { elsewhere, turns: transcript.element.children.length, text: own.querySelector('.answer__text').textContent };
}

/** The list of conversations is shown again and again: what is touched, and what when one of them is answered. */
export function showConversationsAgain(count) {
  const panel = new ConversationPanel({ words, onNew: nothing, onOpen: nothing, onRename: nothing, onRemove: nothing });
  view.replaceChildren(panel.element);
  const entries = Array.from({ length: count }, (_, index) => ({ id: `c${index}`, title: `Conversation ${index}` }));
  const show = (answering) => panel.update(entries, { currentId: 'c1', isAnswering: (id) => id === answering });
  show(undefined);
  const again = changesIn(view, () => show(undefined));
  const others = changesIn(view, () => show('c2'), panel.element.querySelectorAll('li')[2]);
  return { again, others, answering: panel.element.querySelectorAll('.row--answering').length };
}

/** Events come while their list is folded away, and then it is unfolded. */
export async function unfoldEvents(count) {
  view.replaceChildren();
  const fold = document.createElement('details');
  const list = document.createElement('runnel-event-list');
  const counted = Object.assign(document.createElement('span'), { id: 'counted' });
  list.dataset.count = counted.id;
  fold.append(list);
  view.append(counted, fold);
  list.begin();
  for (let event = 1; event <= count; event++) {
    list.add(`{"n":${event}}`);
    list.draw();
  }
  const folded = list.querySelectorAll('li').length;
  const unfolded = new Promise((resolve) => fold.addEventListener('toggle', resolve, { once: true }));
  fold.open = true;
  await unfolded;
  const rows = [...list.querySelectorAll('code')].map((it) => it.textContent);
  return { folded, counted: counted.textContent, rows: rows.length, first: rows[0], last: rows.at(-1) };
}
