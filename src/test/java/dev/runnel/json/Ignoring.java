package dev.runnel.json;

/** Hears nothing; tests override what they want to hear. */
class Ignoring implements JsonHandler {

  @Override
  public void objectStart() {}

  @Override
  public void objectEnd() {}

  @Override
  public void arrayStart() {}

  @Override
  public void arrayEnd() {}

  @Override
  public void name(String name) {}

  @Override
  public void stringStart() {}

  @Override
  public void stringText(char[] buffer, int offset, int length) {}

  @Override
  public void stringEnd() {}

  @Override
  public void numberValue(String text) {}

  @Override
  public void booleanValue(boolean value) {}

  @Override
  public void nullValue() {}
}
