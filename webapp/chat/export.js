/** What file systems do not allow in a name, or treat in a way of their own. */
const UNSAFE = /[\u0000-\u001f\u007f"*/:<>?\\|]+/g;

const MAX_NAME_CHARS = 60;

/**
 * A conversation as a file.
 *
 * @param {'markdown'|'json'} form
 * @param {object} what
 * @param {string} what.title
 * @param {import('./conversation.js').Conversation} what.conversation
 * @param {import('../i18n/words.js').Words} what.words who speaks is said in them
 * @returns {{name: string, type: string, text: string}}
 * @throws {RangeError} when there is no such form
 */
export function exported(form, { title, conversation, words }) {
  const name = title.replace(UNSAFE, ' ').trim().slice(0, MAX_NAME_CHARS).trim() || 'chat';
  if (form === 'markdown') {
    const text = markdown(title, conversation, words);
    return { name: `${name}.md`, type: 'text/markdown;charset=UTF-8', text };
  }
  if (form === 'json') {
    const text = `${JSON.stringify(json(title, conversation), null, 2)}\n`;
    return { name: `${name}.json`, type: 'application/json', text };
  }
  throw new RangeError(`A conversation can be exported as markdown or json, not as ${form}`);
}

function markdown(title, { turns }, words) {
  const parts = [`# ${title.replace(/\s+/g, ' ')}`];
  for (const { question, answer } of turns) {
    if (question !== '') parts.push(`## ${words.t('export.you')}`, question);
    if (answer.text !== '') parts.push(`## ${words.t('export.assistant')}`, answer.text);
  }
  return `${parts.join('\n\n')}\n`;
}

function json(title, { id, turns }) {
  const messages = turns.flatMap(({ question, answer }) => {
    const { text, reasoning, status, model, finishReason, usage, streamId } = answer;
    const said = { role: 'assistant', content: text, reasoning: reasoning || undefined };
    return [
      ...(question === '' ? [] : [{ role: 'user', content: question }]),
      { ...said, status, model, finish_reason: finishReason, usage, stream_id: streamId },
    ];
  });
  return { id, title, messages };
}
