package dev.runnel.json;

/** What a {@link JsonPushParser} does otherwise than RFC 8259 asks of every parser. */
public enum JsonOption {

  /**
   * A leniency, the only one: strings and names may hold raw carriage returns, line feeds and tabs,
   * as models write them.
   */
  RAW_LINE_BREAKS,

  /**
   * A member whose name its object already has is refused. Costs memory for the names of all open
   * objects, bounded by {@link JsonLimits#maxMembers} and {@link JsonLimits#maxTotalChars}.
   */
  UNIQUE_NAMES,

  /**
   * Reading stops right after the root's last character: {@link JsonPushParser#feed} tells how far
   * it came, and what follows is not looked at. A number as root ends at the first character that
   * cannot belong to it.
   */
  STOP_AT_END,

  /**
   * Half a surrogate pair alone is told as it is: for text that is cut into several documents,
   * where the next one may bring the other half.
   */
  LONE_SURROGATES
}
