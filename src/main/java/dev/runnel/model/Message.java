package dev.runnel.model;

/**
 * One message of a conversation.
 *
 * @param role who said it
 * @param content the text, never blank for a user's message
 */
public record Message(Role role, String content) {

  /** Who said a message. */
  public enum Role {
    /** Instructions that stand before the conversation. */
    SYSTEM,
    /** The person. */
    USER,
    /** The model. */
    ASSISTANT
  }

  /** A message of the person. */
  public static Message user(String content) {
    return new Message(Role.USER, content);
  }

  /** A message of the model. */
  public static Message assistant(String content) {
    return new Message(Role.ASSISTANT, content);
  }

  /** An instruction. */
  public static Message system(String content) {
    return new Message(Role.SYSTEM, content);
  }
}
