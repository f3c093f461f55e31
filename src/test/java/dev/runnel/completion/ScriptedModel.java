package dev.runnel.completion;

import dev.runnel.config.DefaultModels;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model whose words a test says, when it says them. */
public final class ScriptedModel implements ModelClient {

  public static final String ID = "scripted";

  public final List<CompletionRequest> requests = new ArrayList<>();
  public int cancelled;
  private @Nullable ModelListener listener;

  /** A catalog that holds this model alone. */
  public ModelCatalog catalog() {
    return new ModelCatalog(List.of(this), new DefaultModels(ID, ID));
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
