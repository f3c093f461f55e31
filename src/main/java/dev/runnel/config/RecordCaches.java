package dev.runnel.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * What the JDK remembers of the records of an application that goes. Java 17 keeps the types that
 * {@code equals}, {@code hashCode} and {@code toString} of a record were last linked for in fields
 * of its own, and with one type all classes of the application.
 */
final class RecordCaches {

  private static final Logger LOGGER = System.getLogger(RecordCaches.class.getName());

  private RecordCaches() {}

  /**
   * Links the methods for a class of the JDK, as if it were a record: each cache holds one type.
   */
  static void forget() {
    link("equals", MethodType.methodType(boolean.class, String.class, Object.class));
    link("hashCode", MethodType.methodType(int.class, String.class));
    link("toString", MethodType.methodType(String.class, String.class));
  }

  private static void link(String method, MethodType type) {
    MethodHandle getter = MethodHandles.identity(String.class);
    try {
      ObjectMethods.bootstrap(MethodHandles.lookup(), method, type, String.class, "value", getter);
    } catch (Throwable e) {
      LOGGER.log(Level.DEBUG, "the JDK goes on knowing a record", e);
    }
  }
}
