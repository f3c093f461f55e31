package dev.runnel.simulation;

/** The dialects, by their names. */
enum Form {
  CHAT("chat"),
  TEXT("text"),
  ORIGINAL("original"),
  INCREMENTS("increments"),
  JSON_PATCH("json-patch");

  private final String dialect;

  Form(String dialect) {
    this.dialect = dialect;
  }

  String dialect() {
    return dialect;
  }

  /** Whether the model's text becomes a document. */
  boolean structured() {
    return this != CHAT && this != TEXT;
  }
}
