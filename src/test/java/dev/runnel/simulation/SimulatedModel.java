package dev.runnel.simulation;

import dev.runnel.model.CompletionRequest;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelListener;
import java.util.List;

/** A provider whose calls say what the schedule wants, when it wants it. */
final class SimulatedModel implements ModelClient {

  static final String ID = "simulated";

  private final World world;

  SimulatedModel(World world) {
    this.world = world;
  }

  @Override
  public List<Model> models() {
    return List.of(new Model(ID, "demo", true, ""));
  }

  @Override
  public ModelCall start(CompletionRequest request, ModelListener listener) {
    Watched watched = world.asked(request.owner());
    Call call = new Call(world, watched, listener);
    watched.began(call);
    if (world.chance().oneIn(6)) {
      // Some tell the first before the call is known to be one.
      call.says();
      if (world.chance().oneIn(8)) {
        call.ends();
      }
    }
    world.interleave("while the model is being asked");
    call.known();
    return call;
  }
}
