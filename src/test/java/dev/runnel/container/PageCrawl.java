package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads pages as a browser does, with all that they refer to and that this refers to. */
final class PageCrawl {

  private static final List<String> PAGES =
      List.of("", "structured.html", "test_sse_client.html", "embed/");

  /** What pages and modules load, by the ways in which they name it. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:src|<link [^>]*href)=\"([^\"]+)\"|\\bfrom\\s+'([^']+)'|\\bimport\\s*\\(?\\s*'([^']+)'");

  private PageCrawl() {}

  /** Asserts that all of it is there, below the root; returns its addresses. */
  static Set<URI> from(URI root) throws IOException, InterruptedException {
    Set<URI> seen = new LinkedHashSet<>();
    Deque<URI> open = new ArrayDeque<>();
    PAGES.forEach(page -> open.add(root.resolve(page)));
    while (!open.isEmpty()) {
      URI uri = open.remove();
      if (!seen.add(uri)) {
        continue;
      }
      assertThat(uri.toString()).startsWith(root.toString());
      Answer answer = Answer.get(uri);
      assertThat(answer.status()).as(uri.toString()).isEqualTo(200);
      String path = uri.getPath();
      String type = answer.header("Content-Type");
      if (path.endsWith(".js")) {
        assertThat(type).as(path).contains("javascript");
      } else if (path.endsWith(".css")) {
        assertThat(type).as(path).startsWith("text/css");
      } else if (path.endsWith(".svg")) {
        assertThat(type).as(path).startsWith("image/svg");
        continue;
      } else {
        assertThat(type).as(path).startsWith("text/html");
      }
      if (path.contains("/vendor/")) {
        // What somebody else wrote has pieces of pages in it.
        continue;
      }
      Matcher reference = REFERENCE.matcher(answer.body());
      while (reference.find()) {
        for (int i = 1; i <= reference.groupCount(); i++) {
          if (reference.group(i) != null) {
            open.add(uri.resolve(reference.group(i)));
          }
        }
      }
    }
    return seen;
  }
}
