package dev.runnel.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Java process on this machine uses: by {@code /proc} and {@code jcmd}. For any thread. */
final class ProcessProbe {

  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
  private static final Pattern RESIDENT_KIB = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /** The heap's parts, not the metaspace, whichever the collector. */
  private static final Pattern HEAP_USED_KIB =
      Pattern.compile(
          "(?m)^ ?(?:garbage-first heap|\\w+ generation|PS\\w+|Par\\w+).* used (\\d+)K");

  private static final double KIB_PER_MIB = 1024;

  /** What the first collection hands to reference queues, the second takes away. */
  private static final int COLLECTIONS = 2;

  private final ProcessHandle process;

  ProcessProbe(ProcessHandle process) {
    this.process = process;
  }

  /** The process this runs in. */
  static ProcessProbe self() {
    return new ProcessProbe(ProcessHandle.current());
  }

  int threads() {
    return Integer.parseInt(find(THREADS, status()).group(1));
  }

  double residentMiB() {
    return Long.parseLong(find(RESIDENT_KIB, status()).group(1)) / KIB_PER_MIB;
  }

  int fileDescriptors() {
    try (Stream<Path> open = Files.list(directory().resolve("fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** The processor time used so far. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** What the heap holds after full collections. */
  double heapMiBAfterCollection() {
    for (int i = 0; i < COLLECTIONS; i++) {
      jcmd("GC.run");
    }
    String info = jcmd("GC.heap_info");
    List<MatchResult> parts = HEAP_USED_KIB.matcher(info).results().toList();
    if (parts.isEmpty()) {
      throw new IllegalStateException("jcmd tells of no heap: " + info);
    }
    return parts.stream().mapToLong(part -> Long.parseLong(part.group(1))).sum() / KIB_PER_MIB;
  }

  private String jcmd(String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process call =
          new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
              .redirectErrorStream(true)
              .start();
      return new String(call.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("jcmd of this JDK does not run", e);
    }
  }

  private Path directory() {
    return Path.of("/proc", Long.toString(process.pid()));
  }

  private String status() {
    try {
      return Files.readString(directory().resolve("status"));
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private IllegalStateException gone(IOException e) {
    return new IllegalStateException("process " + process.pid() + " is not there", e);
  }

  private static MatchResult find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in: " + text);
    }
    return matcher.toMatchResult();
  }
}
