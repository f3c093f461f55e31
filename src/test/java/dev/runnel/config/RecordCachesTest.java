package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import org.junit.jupiter.api.Test;

/** What the JDK keeps of the records of an application that is gone. */
class RecordCachesTest {

  @Test
  void theJdkKeepsNoRecordOfAnApplicationThatIsGone() throws Exception {
    WeakReference<ClassLoader> application = useARecordOfAnotherApplication();

    RecordCaches.forget();

    Await.until(
        "its class loader is collected",
        () -> {
          System.gc();
          return application.refersTo(null);
        });
  }

  private static WeakReference<ClassLoader> useARecordOfAnotherApplication() throws Exception {
    ClassLoader application = new ApplicationLoader();
    Constructor<?> constructor =
        application
            .loadClass(Sample.class.getName())
            .getDeclaredConstructor(application.loadClass(Part.class.getName()));
    constructor.setAccessible(true);
    Object sample = constructor.newInstance((Object) null);
    assertThat(sample).isNotInstanceOf(Sample.class);
    assertThat(sample.equals(constructor.newInstance((Object) null))).isTrue();
    assertThat(sample.hashCode()).isZero();
    assertThat(sample.toString()).isEqualTo("Sample[part=null]");
    return new WeakReference<>(application);
  }

  interface Part {}

  record Sample(Part part) {}

  /** Has classes of its own where others have those of the test. */
  private static final class ApplicationLoader extends ClassLoader {

    ApplicationLoader() {
      super(RecordCachesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(RecordCachesTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
