package dev.runnel.completion;

/**
 * What is taken, and what there is.
 *
 * @param live the completions that have not ended
 * @param maxLive those that may live at a time
 * @param logBytes the memory that all logs hold, live and ended ones
 * @param maxLogBytes the memory that they may hold
 */
public record Capacity(int live, int maxLive, long logBytes, long maxLogBytes) {}
