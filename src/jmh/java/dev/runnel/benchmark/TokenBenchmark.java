package dev.runnel.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.runnel.increment.GrowingDocument;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonPushParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reads one whole document, token by token; {@link CostTable} divides by its tokens. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TokenBenchmark {

  /** As many members as the largest document needs. */
  private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withMaxMembers(1 << 20);

  private static final JsonFactory JACKSON = new JsonFactory();

  @Param public Shape shape = Shape.FLAT;

  /** Characters of the document. */
  @Param({"10000", "100000", "1000000"})
  public int chars;

  private Document document = new Document(shape, 0);
  private Document.Bytes bytes = document.bytes();

  /** Makes the document. */
  @Setup
  public void makeDocument() {
    document = new Document(shape, chars);
    bytes = document.bytes();
  }

  /** The parser alone. */
  @Benchmark
  public int parser() {
    SilentHandler handler = new SilentHandler();
    JsonPushParser parser = new JsonPushParser(handler, LIMITS);
    document.forEach(parser::feed);
    parser.end();
    return handler.heard;
  }

  /** Everything: the parser, the increments, the bytes of their events. */
  @Benchmark
  public long rendered() {
    EventWriter events = new EventWriter();
    GrowingDocument growing = new GrowingDocument(events, LIMITS);
    document.forEach(growing::feed);
    growing.end();
    return events.written();
  }

  /** The floor: another parser that can be fed in pieces, which only counts its tokens. */
  @Benchmark
  public int jackson() throws IOException {
    JsonParser parser = JACKSON.createNonBlockingByteArrayParser();
    ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    int[] tokens = new int[1];
    bytes.forEach(
        piece -> {
          try {
            feeder.feedInput(piece, 0, piece.length);
            while (parser.nextToken() != JsonToken.NOT_AVAILABLE) {
              tokens[0]++;
            }
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        });
    parser.close();
    return tokens[0];
  }
}
