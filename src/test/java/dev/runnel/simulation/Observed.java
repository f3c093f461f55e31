package dev.runnel.simulation;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Progress;
import java.util.HashSet;
import java.util.Set;

/** What an observer hears, and that it hears it once and in order. */
final class Observed implements CompletionObserver {

  private final World world;
  private final Set<String> started = new HashSet<>();
  private final Set<String> speaking = new HashSet<>();
  private final Set<String> ended = new HashSet<>();

  Observed(World world) {
    this.world = world;
  }

  @Override
  public void onStarted(Completion completion) {
    Progress progress = completion.progress();
    world.require(started.add(progress.streamId()), "a start is told once");
    world.require(
        progress.ended() == null && progress.clients() == 0 && progress.characters() == 0,
        "a start is told before anything else");
  }

  @Override
  public void onFirstToken(Completion completion) {
    Progress progress = completion.progress();
    world.require(started.contains(progress.streamId()), "a first token comes after the start");
    world.require(speaking.add(progress.streamId()), "a first token is told once");
    world.require(
        progress.timeToFirstToken() != null && progress.characters() > 0,
        "a first token is counted when it is told");
  }

  @Override
  public void onEnded(Completion completion) {
    Progress progress = completion.progress();
    world.require(started.contains(progress.streamId()), "an end comes after the start");
    world.require(ended.add(progress.streamId()), "an end is told once");
    world.require(
        progress.ended() != null && completion.log().ended() == null,
        "an end is known to observers before anybody can read it");
  }

  @Override
  public void onResumed(Completion completion) {
    world.require(
        started.contains(completion.log().id()), "a client comes back to what has started");
  }

  /** Those that have started and not ended. */
  int live() {
    return started.size() - ended.size();
  }
}
