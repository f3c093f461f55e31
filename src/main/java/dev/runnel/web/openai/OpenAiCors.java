package dev.runnel.web.openai;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's client does in a page of another origin that may call: it sends a dozen headers
 * about itself, of which each version has others, and reads whether it should ask again.
 *
 * <p>Their names have a prefix, and the CORS protocol knows no wildcard for that: those that a
 * preflight asks for are allowed by name. It runs after the filter of all answers.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-access-control-allow-headers">Fetch</a>
 */
@Provider
@Priority(Priorities.USER - 1)
public class OpenAiCors implements ContainerResponseFilter {

  private static final String ALLOWED = "Access-Control-Allow-Headers";
  private static final String EXPOSED = "Access-Control-Expose-Headers";

  /** The most names that one preflight is allowed. */
  static final int MAX_NAMES = 32;

  private static final Pattern CLIENTS_OWN =
      Pattern.compile("(x-stainless|openai)-[a-z0-9-]{1,64}");

  @Override
  public void filter(ContainerRequestContext in, ContainerResponseContext out) {
    MultivaluedMap<String, Object> headers = out.getHeaders();
    // Where there are none, the page may not call.
    append(headers, ALLOWED, clientsOwn(in.getHeaderString("Access-Control-Request-Headers")));
    append(headers, EXPOSED, WholeCompletion.SHOULD_RETRY);
  }

  private static void append(MultivaluedMap<String, Object> headers, String name, String more) {
    Object there = headers.getFirst(name);
    if (there != null && !more.isEmpty()) {
      headers.putSingle(name, there + ", " + more);
    }
  }

  /** Those of the names in a preflight that OpenAI's client says something about itself by. */
  static String clientsOwn(@Nullable String requested) {
    return requested == null
        ? ""
        : Arrays.stream(requested.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .filter(name -> CLIENTS_OWN.matcher(name).matches())
            .distinct()
            .limit(MAX_NAMES)
            .collect(Collectors.joining(", "));
  }
}
