package dev.runnel.admin;

import dev.runnel.completion.Progress;
import dev.runnel.completion.RefusedException;
import java.util.List;
import java.util.Map;

/**
 * What there is to see at a moment, but for the settings, which do not change.
 *
 * @param liveStreams how many streams are being written
 * @param streams the oldest of them, the oldest first
 * @param stopping whether the server is being stopped
 * @param providers one for each model of the catalog, ordered by its id
 * @param models one for each model that was asked, ordered by its id
 * @param refused the requests that were refused since the start, by why
 * @param errors the last errors, the latest first
 */
public record Snapshot(
    int liveStreams,
    List<Progress> streams,
    boolean stopping,
    List<ProviderState> providers,
    List<ModelFigures> models,
    Map<RefusedException.Reason, Long> refused,
    List<ErrorReport> errors) {}
