package dev.runnel.config;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;
import javax.naming.InitialContext;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads all settings while the application is deployed, and looks for the executor that one of them
 * names: a wrong one stops the deployment.
 *
 * <p>Before any bean is made. One that cannot be, because a setting is wrong, would end the
 * deployment too, and servers tell whoever deploys of the bean then and not of the setting.
 */
public class SettingsCheck implements Extension {

  private static final Logger LOGGER = System.getLogger(SettingsCheck.class.getName());

  private final Function<String, Optional<String>> lookup;
  private final ServerExecutor.Naming naming;

  /** For the container. */
  public SettingsCheck() {
    this(
        property -> ConfigProvider.getConfig().getOptionalValue(property, String.class),
        InitialContext::doLookup);
  }

  SettingsCheck(Function<String, Optional<String>> lookup, ServerExecutor.Naming naming) {
    this.lookup = lookup;
    this.naming = naming;
  }

  /** First of all extensions: those of a server make beans, such as its health checks, here. */
  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE)
          AfterDeploymentValidation validation) {
    try {
      Settings settings = Settings.read(lookup);
      String executor = settings.threads().executor();
      if (executor != null) {
        ServerExecutor.find(executor, naming);
      }
      if (settings.access().auth() == AccessSettings.Auth.ANONYMOUS) {
        LOGGER.log(
            Level.WARNING,
            "RUNNEL_AUTH is anonymous: anyone who reaches this port can start completions.");
      }
      long logBytes = settings.completions().logBytes();
      if (logBytes > Runtime.getRuntime().maxMemory() / 2) {
        LOGGER.log(
            Level.WARNING,
            "RUNNEL_LOG_BYTES ({0} bytes) is more than half of this server''s heap.",
            Long.toString(logBytes));
      }
      LOGGER.log(
          Level.INFO,
          "Runnel answers chat with ''{0}'' and structured requests with ''{1}''.",
          settings.defaultModels().chat(),
          settings.defaultModels().structured());
    } catch (InvalidSettingException e) {
      LOGGER.log(Level.ERROR, "Runnel cannot start: " + e.getMessage());
      validation.addDeploymentProblem(e);
    }
  }
}
