/**
 * Asks Runnel by OpenAI's own client.
 *
 *     node openai.js http://localhost:5001 stream demo "What is a rill?"
 *     node openai.js http://localhost:5001 whole demo "What is a rill?"
 *     node openai.js http://localhost:5001 models
 *
 * The text goes to stderr while it is written; all that came, as JSON, to stdout.
 */
import OpenAI from 'openai';

const [base, command, model, question] = process.argv.slice(2);

// The client wants a key; where Runnel has no accounts, any will do.
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'any', maxRetries: 0 });
const messages = [{ role: 'user', content: question }];

async function stream() {
  const answer = { text: '', reasoning: '', finish_reason: null, usage: null };
  const chunks = await client.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of chunks) {
    // The chunk with the tokens has no choice.
    const [choice] = chunk.choices;
    process.stderr.write(choice?.delta.content ?? '');
    answer.text += choice?.delta.content ?? '';
    answer.reasoning += choice?.delta.reasoning_content ?? '';
    answer.finish_reason = choice?.finish_reason ?? answer.finish_reason;
    answer.usage = chunk.usage ?? answer.usage;
  }
  return answer;
}

async function models() {
  const ids = [];
  for await (const { id } of client.models.list()) ids.push(id);
  return ids;
}

try {
  const answers = { stream, models, whole: () => client.chat.completions.create({ model, messages }) };
  console.log(JSON.stringify(await answers[command]()));
} catch (error) {
  const { name, status, code, type, message } = error;
  console.log(JSON.stringify({ name, status, code, type, message }));
  process.exitCode = 1;
}
