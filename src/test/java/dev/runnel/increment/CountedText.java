package dev.runnel.increment;

/** A text that counts how often one of its characters is read. */
final class CountedText implements CharSequence {

  private final String text;
  private int reads;

  CountedText(String text) {
    this.text = text;
  }

  int reads() {
    return reads;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    reads++;
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    throw new UnsupportedOperationException("would be read uncounted");
  }

  @Override
  public String toString() {
    throw new UnsupportedOperationException("would be read uncounted");
  }
}
