package dev.runnel.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads all settings while the application is deployed: a wrong one stops the deployment. */
public class SettingsCheck implements Extension {

  private static final Logger LOGGER = System.getLogger(SettingsCheck.class.getName());

  void check(@Observes AfterDeploymentValidation validation) {
    try {
      Settings settings =
          Settings.read(
              property -> ConfigProvider.getConfig().getOptionalValue(property, String.class));
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
