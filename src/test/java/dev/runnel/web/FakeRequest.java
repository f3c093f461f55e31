package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request that has an address, headers and nothing else. */
final class FakeRequest {

  private FakeRequest() {}

  /** A request from an address, with headers as names and values in turn. */
  static HttpServletRequest from(String address, String... namesAndValues) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            FakeRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> address;
                  case "getHeader" -> headers.get(args[0].toString());
                  case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                  case "getContentType" -> headers.get("Content-Type");
                  case "toString" -> "a request from " + address.toLowerCase(Locale.ROOT);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
