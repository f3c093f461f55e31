package dev.runnel.simulation;

import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call to the model, and what it has said. */
final class Call implements ModelCall {

  private static final List<String> WORDS =
      List.of("a", "Zq ", "\"", "\\", "\n", "\u0001", "é", "趋势", "😀", "word ", "\ud83d");

  /** What a failure says. */
  static final String FAILED = "it failed";

  private static final String SECOND_HALF = "\ude00 ";

  private final World world;
  private final Watched watched;
  private final ModelListener listener;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private int followUps;
  private int nextPiece;
  private boolean torn;
  private boolean speaking;
  private boolean finished;
  private @Nullable ErrorCode failure;
  private boolean known;
  private boolean endedUnknown;
  private int cancelled;
  private @Nullable Usage usage;

  Call(World world, Watched watched, ModelListener listener) {
    this.world = world;
    this.watched = watched;
    this.listener = listener;
  }

  /** The caller knows of it now, so that it can cancel it. */
  void known() {
    known = true;
  }

  /** Whether it has said its last word. */
  boolean over() {
    return finished || failure != null;
  }

  /** Whether it can say something: calls to a listener come one after the other. */
  boolean maySpeak() {
    return !over() && !speaking;
  }

  boolean finished() {
    return finished;
  }

  @Nullable ErrorCode failure() {
    return failure;
  }

  /** The tokens it told of last, or null. */
  @Nullable Usage usage() {
    return usage;
  }

  int cancelled() {
    return cancelled;
  }

  /** Whether its last word came before anybody knew how to cancel it. */
  boolean endedUnknown() {
    return endedUnknown;
  }

  String text() {
    return text.toString();
  }

  String reasoning() {
    return reasoning.toString();
  }

  int followUps() {
    return followUps;
  }

  /** Whether a document was written to its end. */
  boolean wroteAll() {
    return nextPiece >= watched.plan().pieces().size();
  }

  @Override
  public void cancel() {
    cancelled++;
    world.note("the call of stream " + watched.number() + " is cancelled");
    world.require(cancelled == 1, "a call is cancelled once");
    world.require(known, "a call is cancelled by one who has it");
    world.require(watched.log().ended() != null, "the log ends before the provider is closed");
    world.interleave("while the provider is closed");
  }

  /** Says something more. */
  void says() {
    if (torn) {
      torn = false;
      says(new ModelEvent.Text(SECOND_HALF));
    } else if (world.chance().oneIn(40)) {
      reports();
    } else if (watched.plan().form().structured()) {
      saysOfDocument();
    } else {
      saysOfText();
    }
  }

  private void saysOfText() {
    Chance chance = world.chance();
    int choice = chance.below(100);
    if (chance.oneIn(300)) {
      // More than is joined.
      for (int i = 0; i < 4; i++) {
        says(new ModelEvent.Text("long ".repeat(chance.between(1_000, 8_000))));
      }
    } else if (choice < 75) {
      StringBuilder words = new StringBuilder(chance.oneOf(WORDS));
      for (int i = chance.below(3); i > 0 && !tears(words); i--) {
        words.append(chance.oneOf(WORDS));
      }
      torn = tears(words);
      says(new ModelEvent.Text(words.toString()));
    } else if (choice < 88) {
      says(new ModelEvent.Reasoning("hm" + chance.below(10)));
    } else if (choice < 98 || watched.plan().form() != Form.CHAT) {
      followUp();
    } else {
      // More than a writer writes in one go.
      for (int i = 0; i < 70; i++) {
        followUp();
      }
    }
  }

  private void followUp() {
    if (watched.plan().form() == Form.CHAT) {
      says(new ModelEvent.FollowUp("what of " + world.chance().below(10) + "?"));
    } else {
      says(new ModelEvent.ConversationOpened("theirs"));
    }
  }

  private static boolean tears(StringBuilder words) {
    return Character.isHighSurrogate(words.charAt(words.length() - 1));
  }

  private void saysOfDocument() {
    List<String> pieces = watched.plan().pieces();
    if (world.chance().oneIn(4) || nextPiece >= pieces.size()) {
      says(new ModelEvent.Reasoning("hm" + world.chance().below(10)));
      return;
    }
    // Several at once, so that a document gets somewhere.
    for (int i = world.chance().between(1, 6); i > 0 && nextPiece < pieces.size(); i--) {
      says(pieces.get(nextPiece++));
    }
  }

  private void reports() {
    Usage known = new Usage(1L, (long) text.length(), null, 1L + text.length(), false);
    if (watched.log().ended() == null) {
      usage = known;
    }
    tell(new ModelEvent.UsageReported(known));
  }

  private void says(ModelEvent event) {
    if (watched.log().ended() == null) {
      if (event instanceof ModelEvent.Text more) {
        text.append(more.text());
      } else if (event instanceof ModelEvent.Reasoning more) {
        reasoning.append(more.text());
      } else if (event instanceof ModelEvent.FollowUp) {
        followUps++;
      }
    }
    tell(event);
  }

  private void tell(ModelEvent event) {
    speaking = true;
    try {
      listener.onEvent(event);
    } finally {
      speaking = false;
    }
  }

  /** Says its last word: the answer is whole, or it failed. */
  void ends() {
    Chance chance = world.chance();
    if (chance.oneIn(5)) {
      fails();
    } else {
      if (watched.plan().form().structured() && !chance.oneIn(6)) {
        saysAll();
      }
      finishes();
    }
  }

  private void saysAll() {
    List<String> pieces = watched.plan().pieces();
    while (nextPiece < pieces.size()) {
      says(pieces.get(nextPiece++));
    }
  }

  private void says(String piece) {
    if (!piece.isEmpty()) {
      says(new ModelEvent.Text(piece));
    }
  }

  private void finishes() {
    world.note("the model finishes stream " + watched.number());
    finished = true;
    endedUnknown = !known;
    tell(new ModelEvent.Finished("stop", null, null, null));
  }

  private void fails() {
    failure = world.chance().oneOf(List.of(ErrorCode.values()));
    world.note("the model fails stream " + watched.number() + ": " + failure);
    endedUnknown = !known;
    speaking = true;
    try {
      listener.onFailure(ModelException.of(failure, FAILED).build());
    } finally {
      speaking = false;
    }
  }
}
