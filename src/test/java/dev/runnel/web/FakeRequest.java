package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A request that has an address, a path, headers, attributes and nothing else. */
public final class FakeRequest {

  private FakeRequest() {}

  /** A request from an address, with headers as names and values in turn. */
  public static HttpServletRequest from(String address, String... namesAndValues) {
    return from(address, "/", (name, value) -> {}, namesAndValues);
  }

  /**
   * A request from an address.
   *
   * @param onAttribute hears which attributes it is given
   * @param namesAndValues its headers, as names and values in turn
   */
  public static HttpServletRequest from(
      String address,
      String path,
      BiConsumer<String, Object> onAttribute,
      String... namesAndValues) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    Map<String, Object> attributes = new HashMap<>();
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            FakeRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> address;
                  case "getHeader" -> headers.get(args[0].toString());
                  case "getHeaders" ->
                      Collections.enumeration(
                          headers.containsKey(args[0].toString())
                              ? List.of(headers.get(args[0].toString()))
                              : List.of());
                  case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                  case "getAttribute" -> attributes.get(args[0].toString());
                  case "getContentType" -> headers.get("Content-Type");
                  case "getRequestURI" -> path;
                  case "isAsyncStarted" -> false;
                  case "setAttribute" -> {
                    onAttribute.accept(args[0].toString(), args[1]);
                    yield attributes.put(args[0].toString(), args[1]);
                  }
                  case "toString" -> "a request from " + address.toLowerCase(Locale.ROOT);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
