package dev.runnel.load;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The mixed clients of a soak: each stream is of a random kind. */
final class SoakClients {

  private static final int TOKENS_PER_SECOND = 20;
  private static final int MAX_TOKENS = 80;
  private static final int CUTS = 3;
  private static final int MAX_BYTES_BEFORE_CUT = 3_000;
  private static final long MAX_SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What becomes of a stream; as often as it stands here. */
  private enum Fate {
    ENDS,
    FAILS,
    IS_LEFT,
    IS_RESET,
    IS_STOPPED,
    IS_READ_SLOWLY,
    IS_NOT_READ,
    IS_RESUMED
  }

  private static final List<Fate> FATES =
      List.of(
          Fate.ENDS,
          Fate.ENDS,
          Fate.ENDS,
          Fate.FAILS,
          Fate.FAILS,
          Fate.IS_LEFT,
          Fate.IS_RESET,
          Fate.IS_STOPPED,
          Fate.IS_STOPPED,
          Fate.IS_READ_SLOWLY,
          Fate.IS_NOT_READ,
          Fate.IS_RESUMED);

  private static final List<Plan.Ending> FAILURES =
      List.of(Plan.Ending.ERROR, Plan.Ending.FIN, Plan.Ending.RESET, Plan.Ending.REFUSAL);

  private static final List<Dialect> DIALECTS = List.of(Dialect.CHAT, Dialect.STRUCTURED);

  private final Bed bed;
  private final Random random;
  private final Tally tally = new Tally();
  private final Tally stops = new Tally();

  SoakClients(Bed bed, Random random) {
    this.bed = bed;
    this.random = random;
  }

  /** How the streams went that have ended. */
  Tally tally() {
    return tally;
  }

  /** How the calls went that stop a stream. */
  Tally stops() {
    return stops;
  }

  /** Starts one stream. */
  void start() {
    Fate fate = any(FATES);
    Dialect dialect = any(DIALECTS);
    Plan.Ending ending = fate == Fate.FAILS ? any(FAILURES) : Plan.Ending.DONE;
    int tokens = ending == Plan.Ending.REFUSAL ? 0 : 1 + random.nextInt(MAX_TOKENS);
    ProvidedStream provided =
        bed.provider().expect(dialect, Plan.paced(tokens, TOKENS_PER_SECOND, ending));
    int actAfterTokens = random.nextInt(tokens + 1);
    long slowNanos = (long) (random.nextDouble() * MAX_SLOW_NANOS);
    Cuts cuts = new Cuts(new Random(random.nextLong()), CUTS, MAX_BYTES_BEFORE_CUT);
    Samples unwanted = new Samples();
    ClientStream stream =
        bed.clients()
            .open(
                provided,
                unwanted,
                unwanted,
                0,
                it -> {
                  switch (fate) {
                    case ENDS, FAILS -> {}
                    case IS_LEFT, IS_RESET ->
                        it.onEvent(leaveAfter(actAfterTokens, fate == Fate.IS_RESET));
                    case IS_STOPPED -> it.onEvent(stopAfter(actAfterTokens));
                    case IS_READ_SLOWLY -> it.reading(Reading.ONE_BYTE_PER_SECOND);
                    case IS_NOT_READ -> it.reading(Reading.NEVER);
                    case IS_RESUMED -> it.cutting(cuts);
                  }
                });
    if (fate == Fate.IS_READ_SLOWLY || fate == Fate.IS_NOT_READ) {
      bed.clients().after(slowNanos, () -> stream.leave(false));
    }
    var unused = stream.ended.thenAccept(tally::add);
  }

  private static Consumer<ClientStream> leaveAfter(int tokens, boolean reset) {
    return stream -> {
      if (stream.check.tokens() >= tokens) {
        stream.leave(reset);
      }
    };
  }

  private Consumer<ClientStream> stopAfter(int tokens) {
    AtomicBoolean stopped = new AtomicBoolean();
    return stream -> {
      if (stream.check.tokens() >= tokens && !stopped.getAndSet(true)) {
        stream.mayBeStopped();
        var unused =
            bed.clients()
                .stop(stream.check.streamId())
                .thenAccept(reply -> stops.add(reply.complaint()));
      }
    };
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
