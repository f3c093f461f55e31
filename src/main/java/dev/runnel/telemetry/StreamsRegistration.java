package dev.runnel.telemetry;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Has the MBean known as {@value #NAME} as long as the application is deployed. Where another
 * application of this server has that name, its context path tells them apart. The server would
 * keep all classes of an application that stayed registered.
 */
@Singleton
class StreamsRegistration {

  static final String NAME = "dev.runnel:type=Streams";

  private static final Logger LOGGER = System.getLogger(StreamsRegistration.class.getName());

  private final StreamsMXBean streams;
  private final MBeanServer server;
  private @Nullable ObjectName registered;

  @Inject
  StreamsRegistration(Streams streams) {
    this(streams, ManagementFactory.getPlatformMBeanServer());
  }

  StreamsRegistration(StreamsMXBean streams, MBeanServer server) {
    this.streams = streams;
    this.server = server;
  }

  void onDeployed(@Observes @Initialized(ApplicationScoped.class) Object context) {
    register(context instanceof ServletContext web ? web.getContextPath() : "");
  }

  /** Under its name, else under one with the path; a server without either goes on without it. */
  synchronized void register(String contextPath) {
    try {
      try {
        registered = server.registerMBean(streams, new ObjectName(NAME)).getObjectName();
      } catch (InstanceAlreadyExistsException another) {
        registered = server.registerMBean(streams, withPath(contextPath)).getObjectName();
      }
    } catch (JMException e) {
      LOGGER.log(Level.WARNING, "there is no MBean " + NAME, e);
    }
  }

  private static ObjectName withPath(String path) throws MalformedObjectNameException {
    return new ObjectName(NAME + ",application=" + ObjectName.quote(path.isEmpty() ? "/" : path));
  }

  /** The application goes. */
  @PreDestroy
  synchronized void unregister() {
    ObjectName name = registered;
    registered = null;
    if (name == null) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException gone) {
      LOGGER.log(Level.DEBUG, "somebody else has unregistered " + name);
    } catch (JMException e) {
      LOGGER.log(Level.WARNING, name + " stays registered", e);
    }
  }
}
