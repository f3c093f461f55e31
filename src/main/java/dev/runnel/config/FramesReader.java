package dev.runnel.config;

import java.util.List;
import java.util.regex.Pattern;

/** Reads which pages may show ours in a frame. */
final class FramesReader {

  private static final String ANCESTORS = "runnel.frame-ancestors";

  /** They go with every page and module, in one header. */
  private static final int MAX_ANCESTORS = 50;

  /** What a policy can name: no address of IPv6, and no underscore. */
  private static final Pattern HOST_SOURCE = Pattern.compile("https?://[a-z0-9.-]+(:\\d+)?");

  private FramesReader() {}

  static FrameSettings read(SettingSource source) {
    List<String> written = source.list(ANCESTORS);
    if (written.size() > MAX_ANCESTORS) {
      throw SettingSource.invalid(
          ANCESTORS, written.size() + " origins", "allowed are at most " + MAX_ANCESTORS);
    }
    return new FrameSettings(written.stream().map(FramesReader::origin).distinct().toList());
  }

  private static String origin(String written) {
    return WrittenOrigin.normal(written)
        .filter(origin -> HOST_SOURCE.matcher(origin).matches())
        .orElseThrow(
            () ->
                SettingSource.invalid(
                    ANCESTORS,
                    written,
                    "allowed are origins such as https://portal.example, with a host name or an"
                        + " IPv4 address, separated by commas or blanks"));
  }
}
