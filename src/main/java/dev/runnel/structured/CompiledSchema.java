package dev.runnel.structured;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.ValidationLimitExceededException.LimitKind;
import dev.runnel.json.JsonValue;
import dev.runnel.log.LogEntry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.exc.JsonNodeException;

/** A schema as the validator reads it, and the bounds of one validation. */
final class CompiledSchema {

  /** Steps of one validation: a schema or a keyword that is applied to a value. */
  static final long MAX_STEPS = 500_000;

  /**
   * The processor time that one validation may take: a step may be as costly as the value is large.
   * Not the time that passes, so that a busy machine does not change a verdict.
   */
  static final Duration MAX_CPU_TIME = Duration.ofSeconds(2);

  /** Schemas that are applied inside each other, references too. */
  static final int MAX_DEPTH = 512;

  /** Errors that are found, those of alternatives too, before the search for more ends. */
  static final int MAX_ERRORS = 10_000;

  /** Violations that are told of one document. */
  static final int MAX_VIOLATIONS = 100;

  /** The longest message of a violation, in characters; a longer one is cut. */
  static final int MAX_MESSAGE_CHARS = 300;

  /**
   * What was found.
   *
   * @param violations each once, at most {@link #MAX_VIOLATIONS}
   * @param gap why not all was checked, or null
   */
  record Findings(Set<LogEntry.Violation> violations, @Nullable String gap) {}

  private static final ExecutionConfig CONFIG =
      ExecutionConfig.builder()
          .locale(Locale.ENGLISH)
          .formatAssertionsEnabled(false)
          .maxEvaluationSteps(MAX_STEPS)
          .maxEvaluationDepth(MAX_DEPTH)
          .build();

  private final Schema schema;

  CompiledSchema(Schema schema) {
    this.schema = schema;
  }

  /**
   * Checks a value.
   *
   * @param path the JSON Pointer of the value
   */
  Findings check(JsonValue value, String path) {
    Bounded context = new Bounded();
    List<Error> errors = context.getErrors();
    String gap = null;
    try {
      schema.validate(context, JacksonNodes.of(value));
    } catch (ValidationLimitExceededException e) {
      gap =
          e.getLimitKind() == LimitKind.EVALUATION_DEPTH
              ? "the schema applies more than " + MAX_DEPTH + " schemas inside each other"
              : "that takes more than " + MAX_STEPS + " steps";
    } catch (SchemaException e) {
      // A dynamic reference: where it leads is known only here.
      gap = "a reference of the schema leads nowhere";
    } catch (JsonNodeException e) {
      // A number that is no integer, beyond the range of a long, where an integer is asked for.
      gap = "a number is too large to be compared";
    } catch (BoundedPatterns.GivenUp e) {
      gap = "a pattern takes too long on this text";
    } catch (TookTooLong e) {
      gap = "that takes more than " + MAX_CPU_TIME.toSeconds() + " s of processor time";
    } catch (TooManyErrors e) {
      gap = "there are more than " + MAX_ERRORS + " violations";
    }
    return new Findings(violations(errors, path), gap);
  }

  private static Set<LogEntry.Violation> violations(List<Error> errors, String path) {
    Set<LogEntry.Violation> violations = new LinkedHashSet<>();
    for (Error error : errors) {
      if (violations.size() == MAX_VIOLATIONS) {
        break;
      }
      String message = error.getMessage();
      violations.add(
          new LogEntry.Violation(
              path + error.getInstanceLocation(),
              message.length() > MAX_MESSAGE_CHARS
                  ? message.substring(0, MAX_MESSAGE_CHARS) + "…"
                  : message));
    }
    return violations;
  }

  private static final class TooManyErrors extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooManyErrors() {
      super(null, null, false, false);
    }
  }

  private static final class TookTooLong extends RuntimeException {

    private static final long serialVersionUID = 1;

    TookTooLong() {
      super(null, null, false, false);
    }
  }

  private static final class Bounded extends ExecutionContext {

    /** Steps between two looks at the clock, which costs about as much as a step. */
    private static final int STEPS_PER_LOOK = 16;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean CPU_TIME =
        THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private final long startedAt = nanos();
    private int steps;
    private int added;

    Bounded() {
      super(CONFIG);
      setErrors(new ArrayList<>());
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
      requireTime();
      super.evaluationPathAddLast(keyword);
    }

    @Override
    public void evaluationPathAddLast(int index) {
      requireTime();
      super.evaluationPathAddLast(index);
    }

    /** Asked at each step. */
    private void requireTime() {
      if (++steps % STEPS_PER_LOOK == 0 && nanos() - startedAt > MAX_CPU_TIME.toNanos()) {
        throw new TookTooLong();
      }
    }

    private static long nanos() {
      return CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    @Override
    public void addError(Error error) {
      super.addError(error);
      if (++added > MAX_ERRORS) {
        throw new TooManyErrors();
      }
    }
  }
}
