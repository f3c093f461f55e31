package dev.runnel.app;

import dev.runnel.web.AccessFilter;
import dev.runnel.web.BodyTimeFilter;
import dev.runnel.web.LocalOnlyFilter;
import dev.runnel.web.ProblemMapper;
import dev.runnel.web.ResponseHeaders;
import dev.runnel.web.SpendingFilter;
import dev.runnel.web.StateChangeFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes that every application needs beside its own. */
final class WebClasses {

  private WebClasses() {}

  static Set<Class<?>> with(Class<?>... resources) {
    Set<Class<?>> classes = new HashSet<>(List.of(resources));
    classes.add(AccessFilter.class);
    classes.add(SpendingFilter.class);
    classes.add(StateChangeFilter.class);
    classes.add(LocalOnlyFilter.class);
    classes.add(BodyTimeFilter.class);
    classes.add(ResponseHeaders.class);
    classes.add(ProblemMapper.class);
    return classes;
  }

  /** One server would answer a description of its own beside ours. */
  static Map<String, Object> properties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
