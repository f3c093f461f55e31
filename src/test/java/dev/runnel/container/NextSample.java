package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Next.js application of {@code src/samples/nextjs}, built as somebody who has copied it would.
 */
final class NextSample {

  private static final Path SAMPLE = Path.of("src", "samples", "nextjs");
  private static final Path FOLDER = Path.of("target", "nextjs-sample");

  /** What {@code next build} writes as pages that any file server can show. */
  private static final Path OUT = FOLDER.resolve("out");

  /** What was built last. */
  private static final Path BUILT = FOLDER.resolve("built.sha256");

  /** What a developer's own builds leave beside the sources. */
  private static final Set<String> NO_SOURCES =
      Set.of("node_modules", ".next", "out", "next-env.d.ts", "tsconfig.tsbuildinfo");

  private static final int OLDEST_NODE = 20;

  private NextSample() {}

  /**
   * The folder of its pages, which ask a server. They are built once for each state of the sources
   * and each server; skips the test where npm cannot install what that needs.
   *
   * @param server its root, with a slash at the end
   */
  static Path pagesFor(URI server) throws IOException, InterruptedException {
    String asked = server.toString().replaceAll("/$", "");
    Files.createDirectories(FOLDER);
    List<Path> sources = sources();
    String built = digest(sources, asked);
    if (Files.exists(BUILT) && Files.readString(BUILT).equals(built)) {
      return OUT;
    }
    Files.deleteIfExists(BUILT);
    deleteEarlierSources();
    for (Path source : sources) {
      Path copy = FOLDER.resolve(SAMPLE.relativize(source));
      Files.createDirectories(copy.getParent());
      Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Npm.install(FOLDER, OLDEST_NODE, SAMPLE.toString());
    boolean whole =
        Npm.runs(
            FOLDER,
            Map.of("NEXT_PUBLIC_RUNNEL_URL", asked, "NEXT_TELEMETRY_DISABLED", "1", "CI", "1"),
            "npm",
            "run",
            "build");
    assertThat(whole).as(Files.readString(Npm.log(FOLDER))).isTrue();
    Files.writeString(BUILT, built);
    return OUT;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(SAMPLE)) {
      return all.filter(Files::isRegularFile).filter(NextSample::isSource).sorted().toList();
    }
  }

  private static boolean isSource(Path file) {
    for (Path part : SAMPLE.relativize(file)) {
      if (NO_SOURCES.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private static String digest(List<Path> sources, String server) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(server.getBytes(StandardCharsets.UTF_8));
      for (Path source : sources) {
        digest.update((byte) 0);
        digest.update(source.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(Files.readAllBytes(source));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A page that is no longer there would be built, too. The packages stay: they take longest. */
  private static void deleteEarlierSources() throws IOException {
    try (Stream<Path> children = Files.list(FOLDER)) {
      children
          .filter(child -> !Set.of("node_modules", "installed-lock.json").contains(name(child)))
          .forEach(NextSample::delete);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static void delete(Path tree) {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
