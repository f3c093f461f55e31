package dev.runnel.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * A page whose main thread is measured, in processor time of that thread: what else the machine
 * does is not counted. Frames are measured by the clock.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/tot/Performance/">Performance
 *     domain</a>
 * @see <a href="https://w3c.github.io/long-animation-frames/">Long animation frames</a>
 */
final class MeasuredPage {

  /** In which a page that was just opened, or an answer that ended, comes to rest. */
  private static final double REST_MILLIS = 700;

  /**
   * Does something and notes the frames meanwhile that took long, from the one on that comes after
   * the first in which there is something of what is waited for.
   */
  private static final String MEASURED =
      """
      async (given) => {
        const frames = [];
        const observer = new PerformanceObserver((list) => frames.push(...list.getEntries()));
        const { isShown, end } = await (%s)(given);
        observer.observe({ type: 'long-animation-frame' });
        let first = Infinity;
        const look = () => {
          if (isShown()) first = performance.now();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        const begun = performance.now();
        const whole = await end();
        const millis = performance.now() - begun;
        await new Promise((done) => setTimeout(done, %f));
        frames.push(...observer.takeRecords());
        const last = performance.getEntriesByType('resource').findLast((it) => it.name.includes('/api/'));
        return {
          whole,
          millis,
          received: last?.encodedBodySize ?? 0,
          long: frames.filter((it) => it.startTime + it.duration > first).map((it) => it.duration),
        };
      }
      """;

  private static final String REST = "(millis) => new Promise((done) => setTimeout(done, millis))";

  private static final String ASK =
      """
      async (question) => {
        const chat = document.querySelector('runnel-chat');
        const shown = () => chat.shadowRoot.querySelectorAll('.answer__text:not([hidden])').length;
        const before = shown();
        return {
          isShown: () => shown() > before,
          end: async () => (await chat.send(question)).status === 'complete',
        };
      }
      """;

  /** What the browser needs for the pieces alone, and for being looked at, whatever a page does. */
  private static final String READ =
      """
      async (message) => ({
        isShown: () => true,
        end: async () => {
          const headers = { 'Content-Type': 'application/json', Accept: 'text/event-stream' };
          const body = JSON.stringify({ message });
          const reader = (await fetch('api/chat', { method: 'POST', headers, body })).body.getReader();
          while (!(await reader.read()).done);
          return true;
        },
      })
      """;

  private static final String OPEN =
      """
      async (id) => {
        const chat = document.querySelector('runnel-chat');
        return {
          isShown: () => chat.conversationId === id,
          end: async () => {
            await chat.openConversation(id);
            return chat.conversationId === id;
          },
        };
      }
      """;

  private static final String GENERATE =
      """
      async ({ prompt, schema }) => {
        const request = document.querySelector('runnel-structured-request');
        const fields = document.querySelector('runnel-fields');
        request.restore({ prompt, schema });
        return {
          isShown: () => fields.shadowRoot.querySelector('.writing') !== null,
          end: () =>
            new Promise((done) => {
              for (const type of ['runnel-complete', 'runnel-error', 'runnel-stop']) {
                fields.addEventListener(type, () => done(type === 'runnel-complete'));
              }
              request.querySelector('form').requestSubmit();
            }),
        };
      }
      """;

  private static final String CONVERSE =
      """
      async ({ question, turns }) => {
        const chat = document.querySelector('runnel-chat');
        for (let turn = 0; turn < turns; turn++) {
          const { status } = await chat.send(question);
          if (status !== 'complete') throw new Error(`Turn ${turn} ended with ${status}`);
        }
        return chat.conversationId;
      }
      """;

  private static final double MILLIS_PER_SECOND = 1000;

  private final Tab tab;

  private MeasuredPage(Tab tab) {
    this.tab = tab;
    JsonObject processorTime = new JsonObject();
    processorTime.addProperty("timeDomain", "threadTicks");
    tab.send("Performance.enable", processorTime);
  }

  /** Opens a page and waits until it rests. */
  static MeasuredPage open(Tab tab, URI address) {
    tab.go(address);
    MeasuredPage measured = new MeasuredPage(tab);
    tab.evaluate(REST, REST_MILLIS);
    return measured;
  }

  /** Asks the chat and waits for the end of its answer. */
  PageCost ask(String question) {
    return measured(ASK, question);
  }

  /** Reads an answer to its end and does nothing with it. */
  PageCost read(String question) {
    return measured(READ, question);
  }

  /** Opens one of the reader's conversations in the chat. */
  PageCost openConversation(String id) {
    return measured(OPEN, id);
  }

  /** Asks for a structured answer and waits for its end. */
  PageCost generate(String prompt, String schema) {
    return measured(GENERATE, Map.of("prompt", prompt, "schema", schema));
  }

  /** Asks the chat the same many times over; the conversation's id. */
  String converse(String question, int turns) {
    return tab.evaluate(CONVERSE, Map.of("question", question, "turns", turns)).getAsString();
  }

  private PageCost measured(String what, Object given) {
    Map<String, Double> before = metrics();
    JsonObject seen =
        tab.evaluate(Report.format(MEASURED, what.strip(), REST_MILLIS), given).getAsJsonObject();
    Map<String, Double> after = metrics();
    return new PageCost(
        seen.get("whole").getAsBoolean(),
        seen.get("millis").getAsDouble(),
        seen.get("received").getAsLong(),
        millisOf("TaskDuration", before, after),
        millisOf("ScriptDuration", before, after),
        millisOf("LayoutDuration", before, after),
        millisOf("RecalcStyleDuration", before, after),
        (long) added("LayoutCount", before, after),
        seen.getAsJsonArray("long").asList().stream().map(JsonElement::getAsDouble).toList());
  }

  private static double millisOf(
      String metric, Map<String, Double> before, Map<String, Double> after) {
    return added(metric, before, after) * MILLIS_PER_SECOND;
  }

  private static double added(
      String metric, Map<String, Double> before, Map<String, Double> after) {
    Double first = before.get(metric);
    Double last = after.get(metric);
    if (first == null || last == null) {
      throw new IllegalStateException("the browser does not tell of " + metric + ": " + after);
    }
    return last - first;
  }

  private Map<String, Double> metrics() {
    Map<String, Double> metrics = new HashMap<>();
    JsonObject told = tab.send("Performance.getMetrics", new JsonObject());
    for (JsonElement metric : told.getAsJsonArray("metrics")) {
      JsonObject it = metric.getAsJsonObject();
      metrics.put(it.get("name").getAsString(), it.get("value").getAsDouble());
    }
    return metrics;
  }
}
