/**
 * What all dialects share: who may call, bodies and problems, and the writer that sends a log's
 * slices to one client as server-sent events.
 */
@NullMarked
package dev.runnel.web;

import org.jspecify.annotations.NullMarked;
