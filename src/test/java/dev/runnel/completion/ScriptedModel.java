package dev.runnel.completion;

import dev.runnel.config.CompletionSettings;
import dev.runnel.config.DefaultModels;
import dev.runnel.config.Threads;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.standin.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A model whose words a test says, when it says them. */
public final class ScriptedModel implements ModelClient {

  public static final String ID = "scripted";

  /** Of one that is not limited. */
  public static final Requester REQUESTER = new Requester("me", null);

  /** As they are by default, but a completion that the last client leaves is stopped at once. */
  public static final CompletionSettings SETTINGS =
      new CompletionSettings(2_000, 8, Duration.ZERO, Duration.ofMinutes(10), 256L << 20);

  /** The time of {@link #completions}. */
  public final ManualScheduler time = new ManualScheduler();

  public final List<CompletionRequest> requests = new ArrayList<>();
  public int cancelled;
  private @Nullable ModelListener listener;

  /** A catalog that holds this model alone. */
  public ModelCatalog catalog() {
    return new ModelCatalog(List.of(this), new DefaultModels(ID, ID));
  }

  /** What {@link #completions} run on. */
  public Threads threads() {
    return threads(Runnable::run);
  }

  /** The same time, with workers of a test. */
  public Threads threads(Executor workers) {
    return new Threads(workers, time, time::nanoTime, time.clock());
  }

  /** Completions of this model alone. */
  public Completions completions(CompletionSettings settings, CompletionObserver... observers) {
    return new Completions(catalog(), settings, threads(), List.of(observers), StreamIds::next);
  }

  /** Completions of this model alone. */
  public Completions completions() {
    return completions(SETTINGS);
  }

  /** A chat with this model that is to be started. */
  public static Start chat(CompletionListener listener) {
    return start(new ChatProjection(ID), listener);
  }

  /** A question to this model. */
  public static Start start(Projection projection, CompletionListener listener) {
    return new Start(request(), "chat", projection, "talk", listener);
  }

  private static CompletionRequest request() {
    return new CompletionRequest(
        ID, List.of(Message.user("hi")), null, OutputFormat.TEXT, null, "me");
  }

  @Override
  public List<Model> models() {
    return List.of(
        new Model(ID, "openai", true, ""), new Model("ark", "ark", false, "set ARK_API_KEY"));
  }

  @Override
  public ModelCall start(CompletionRequest request, ModelListener listener) {
    requests.add(request);
    this.listener = listener;
    return () -> cancelled++;
  }

  /** Says more of the answer. */
  public void says(String... texts) {
    for (String text : texts) {
      tell(new ModelEvent.Text(text));
    }
  }

  public void tell(ModelEvent event) {
    listener().onEvent(event);
  }

  public void finishes() {
    tell(new ModelEvent.Finished("stop", null, "message-1", "model-1"));
  }

  public void fails(ModelException failure) {
    listener().onFailure(failure);
  }

  private ModelListener listener() {
    if (listener == null) {
      throw new IllegalStateException("the model was not asked");
    }
    return listener;
  }
}
