package dev.runnel.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What is in the WAR that Maven built, held against what is said of it. */
class WarContentsIT {

  private static final Path WAR = Path.of(System.getProperty("runnel.war"));
  private static final String LIB = "WEB-INF/lib/";
  private static final String VENDOR = "vendor/";

  /** Of a module's first lines, which tell its version. */
  private static final int BANNER_BYTES = 256;

  private static final String SBOM = "WEB-INF/classes/META-INF/sbom/bom.json";

  /** A row of the table of libraries: {@code | `name-1.2.jar` | why |}. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`/]+\\.jar)` \\| \\S.* \\|$");

  /** A row of the table of modules for browsers: {@code | `vendor/name/` | 1.2 | why |}. */
  private static final Pattern BROWSER_ROW =
      Pattern.compile("(?m)^\\| `vendor/([^`/]+)/` \\| (\\S+) \\| \\S.* \\|$");

  /** The sentence of its size: {@code runnel.war has less than 4 MB}, in both languages. */
  private static final Pattern SIZE = Pattern.compile("runnel\\.war`\\D*?(\\d+) MB");

  private static final String NEEDS_NETWORK =
      "SKIPPED: the list of libraries (SBOM) is made only where Maven is not run offline";

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh.md"})
  void hasTheLibrariesThatTheReadmeNamesAndNoOther(String readme) throws IOException {
    List<String> named =
        ROW.matcher(Files.readString(Path.of(readme))).results().map(row -> row.group(1)).toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(libraries().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh.md"})
  void isAsLargeAsTheReadmeSays(String readme) throws IOException {
    List<MatchResult> sizes = SIZE.matcher(Files.readString(Path.of(readme))).results().toList();
    assertThat(sizes).hasSize(1);
    long megabytes = Long.parseLong(sizes.get(0).group(1));
    assertThat(Files.size(WAR)).isBetween((megabytes - 1) * 1_000_000, megabytes * 1_000_000);
  }

  @Test
  void theSbomListsTheLibrariesAndBrowserModulesWithTheirDigestsAndNothingElse()
      throws IOException {
    JsonNode sbom = sbom();
    assertThat(sbom.required("bomFormat").stringValue()).isEqualTo("CycloneDX");
    assertThat(sbom.required("metadata").required("component").required("name").stringValue())
        .isEqualTo("runnel");
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : sbom.required("components")) {
      String file =
          component.required("name").stringValue()
              + "-"
              + component.required("version").stringValue()
              + ".jar";
      for (JsonNode hash : component.required("hashes")) {
        if (hash.required("alg").stringValue().equals("SHA-256")) {
          listed.put(file, hash.required("content").stringValue());
        }
      }
      assertThat(component.path("licenses")).as(file).isNotEmpty();
    }
    Map<String, String> others = new TreeMap<>(listed);
    others.entrySet().removeAll(libraries().entrySet());
    assertThat(listed).containsAllEntriesOf(libraries());
    Map<String, String> unpacked = browserModules("README.md");
    assertThat(others).hasSameSizeAs(unpacked);
    unpacked.forEach(
        (folder, version) ->
            assertThat(others.keySet())
                .anyMatch(
                    file -> file.startsWith(folder) && file.endsWith("-" + version + ".jar")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh.md"})
  void hasTheBrowserModulesThatTheReadmeNamesWithTheirLicencesAndNoOther(String readme)
      throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (JarFile war = new JarFile(WAR.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) war.stream().<ZipEntry>map(e -> e)::iterator) {
        if (entry.getName().startsWith(VENDOR) && !entry.isDirectory()) {
          try (InputStream in = war.getInputStream(entry)) {
            files.put(
                entry.getName().substring(VENDOR.length()),
                new String(in.readNBytes(BANNER_BYTES), StandardCharsets.UTF_8));
          }
        }
      }
    }
    Map<String, String> named = browserModules(readme);
    assertThat(files.keySet())
        .allMatch(file -> named.containsKey(file.substring(0, file.indexOf('/'))));
    named.forEach(
        (folder, version) -> {
          assertThat(files.keySet()).anyMatch(file -> file.startsWith(folder + "/LICENSE"));
          assertThat(files)
              .anySatisfy(
                  (file, banner) -> {
                    assertThat(file).startsWith(folder + "/").endsWith(".js");
                    assertThat(banner).contains("v" + version + " ");
                  });
        });
  }

  /** Versions by folders. */
  private static Map<String, String> browserModules(String readme) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    BROWSER_ROW
        .matcher(Files.readString(Path.of(readme)))
        .results()
        .forEach(row -> versions.put(row.group(1), row.group(2)));
    assertThat(versions).isNotEmpty();
    return versions;
  }

  @Test
  void theSbomIsTheSameForTheSameLibraries() throws IOException {
    JsonNode sbom = sbom();
    assertThat(sbom.required("metadata").has("timestamp")).isFalse();
    TreeSet<String> properties = new TreeSet<>();
    for (JsonNode property : sbom.required("metadata").required("properties")) {
      properties.add(
          property.required("name").stringValue() + "=" + property.required("value").stringValue());
    }
    assertThat(properties).contains("cdx:reproducible=enabled");
  }

  /** The digests of all libraries, by their names. */
  private static Map<String, String> libraries() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (JarFile war = new JarFile(WAR.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) war.stream().<ZipEntry>map(e -> e)::iterator) {
        if (entry.getName().startsWith(LIB) && !entry.isDirectory()) {
          try (InputStream in = war.getInputStream(entry)) {
            digests.put(entry.getName().substring(LIB.length()), sha256(in.readAllBytes()));
          }
        }
      }
    }
    assertThat(digests).isNotEmpty();
    return digests;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }

  private static JsonNode sbom() throws IOException {
    try (JarFile war = new JarFile(WAR.toFile())) {
      ZipEntry entry = war.getEntry(SBOM);
      if (entry == null && "offline=true".equals(System.getProperty("maven.mode"))) {
        // Aloud: a report of skipped tests does not say why.
        System.out.println(NEEDS_NETWORK);
        assumeTrue(false, NEEDS_NETWORK);
      }
      assertThat(entry).as(SBOM).isNotNull();
      try (InputStream in = war.getInputStream(entry)) {
        return new ObjectMapper().readTree(in.readAllBytes());
      }
    }
  }
}
