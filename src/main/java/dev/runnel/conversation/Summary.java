package dev.runnel.conversation;

import java.time.Instant;

/**
 * A conversation in a list.
 *
 * @param id 128 random bits, 22 characters of base64url; never the provider's
 * @param title one line for people
 * @param created when it began
 * @param updated when something was last asked or answered in it
 */
public record Summary(String id, String title, Instant created, Instant updated) {}
