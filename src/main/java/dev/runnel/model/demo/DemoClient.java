package dev.runnel.model.demo;

import dev.runnel.config.DemoSettings;
import dev.runnel.config.Threads;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Answers with prepared texts, and with made-up documents for any schema, one small piece at a
 * time.
 */
@Singleton
public class DemoClient implements ModelClient {

  /** The model's id. */
  public static final String ID = "demo";

  private final ScheduledExecutorService scheduler;
  private final Duration pace;

  /** A model at the pace of the settings. */
  @Inject
  public DemoClient(Threads threads, DemoSettings settings) {
    this.scheduler = threads.scheduler();
    this.pace = settings.pace();
  }

  @Override
  public List<Model> models() {
    return List.of(new Model(ID, "demo", true, ""));
  }

  @Override
  public ModelCall start(CompletionRequest request, ModelListener listener) {
    String question = request.question().content();
    String answer = answer(request.output(), question, request.messages().size());
    PacedAnswer paced = new PacedAnswer(answer, question, pace, scheduler, listener);
    paced.next();
    return paced;
  }

  private static String answer(OutputFormat output, String question, int messages) {
    if (output instanceof OutputFormat.JsonSchema format) {
      return DemoDocument.of(format.schema(), DemoAnswers.inChinese(question));
    }
    return output instanceof OutputFormat.Text
        ? DemoAnswers.chat(question, messages)
        : DemoAnswers.structured();
  }
}
