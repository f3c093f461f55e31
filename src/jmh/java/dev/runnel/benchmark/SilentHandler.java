package dev.runnel.benchmark;

import dev.runnel.json.JsonHandler;

/** Hears a document and keeps only a sum of it, so that nothing of the reading can be left out. */
final class SilentHandler implements JsonHandler {

  int heard;

  @Override
  public void objectStart() {
    heard++;
  }

  @Override
  public void objectEnd() {
    heard++;
  }

  @Override
  public void arrayStart() {
    heard++;
  }

  @Override
  public void arrayEnd() {
    heard++;
  }

  @Override
  public void name(String name) {
    heard += name.length();
  }

  @Override
  public void stringStart() {
    heard++;
  }

  @Override
  public void stringText(char[] buffer, int offset, int length) {
    heard += length;
  }

  @Override
  public void stringEnd() {
    heard++;
  }

  @Override
  public void numberValue(String text) {
    heard += text.length();
  }

  @Override
  public void booleanValue(boolean value) {
    heard++;
  }

  @Override
  public void nullValue() {
    heard++;
  }
}
