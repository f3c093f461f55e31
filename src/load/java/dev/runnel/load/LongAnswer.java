package dev.runnel.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A long answer of a kind that models write; each costs a page something else.
 *
 * @param title its name for people
 * @param before how it begins
 * @param part what follows again and again, by its number from 1
 * @param after how it ends
 */
record LongAnswer(String title, String before, IntFunction<String> part, String after) {

  /** Paragraphs with a heading now and then. */
  static final LongAnswer PROSE =
      new LongAnswer(
          "prose",
          "",
          i ->
              (i % 6 == 0 ? "## Part " + i / 6 + "\n\n" : "")
                  + ("A stream is read by **cursors**; each knows its `position`, and"
                          + " [resumes](https://runnel.test/resume) there. ")
                      .repeat(3)
                  + "So much for step "
                  + i
                  + ".\n\n",
          "");

  /** What models write when they explain something: a bit of everything. */
  static final LongAnswer MIXED =
      new LongAnswer(
          "mixed",
          "",
          i ->
              """
          ## Step %1$d: read the log

          A cursor reads the log from its **own position**, so that nothing is lost; see
          [the standard](https://html.spec.whatwg.org/) for what `Last-Event-ID` means.

          1. Open the stream with *your* id.
          2. Read what comes:
             - text is appended,
             - the end is `complete`.

          ```java
          try (Cursor cursor = log.cursor(%1$d)) {
            while (cursor.next() instanceof Slice slice) {
              out.write(slice.bytes()); // joined, never parsed again
            }
          }
          ```

          | step | cost | why |
          |---|---:|---|
          | append | %1$d | the text is **escaped once** |
          | read | 0 | bytes are shared |
          | stop | 1 | `Ended` is appended |

          这是**重点：**每个客户端只从日志的某个位置开始读取，断线之后从同一个位置继续，不会丢失任何内容。

          > 注意：位置严格递增，跳过的编号表示合并，而不是丢失。

          """
                  .formatted(i),
          "");

  /** One list that does not end. */
  static final LongAnswer LIST =
      new LongAnswer(
          "one list",
          "",
          i -> "- **Item " + i + "**: what it is, with `code` and a few more words\n",
          "");

  /** One table that does not end. */
  static final LongAnswer TABLE =
      new LongAnswer(
          "one table",
          "| name | what | why |\n|---|---|---|\n",
          i -> "| row " + i + " | **bold** words | `code` |\n",
          "");

  /** One block of code that does not end. */
  static final LongAnswer CODE =
      new LongAnswer(
          "one block of code",
          "```java\n",
          i -> "    int value" + i + " = compute(" + i + ", \"text\"); // why it is so\n",
          "```\n");

  /** Chinese paragraphs. */
  static final LongAnswer CHINESE =
      new LongAnswer(
          "Chinese prose",
          "",
          i ->
              (i % 5 == 0 ? "## 第 " + i / 5 + " 部分\n\n" : "")
                  + "每个**客户端**都是一个游标，它只从日志的某个位置开始读取。断线之后，它从同一个位置继续，"
                  + "所以不会丢失任何内容；两个标签页读同一个回答，就是两个游标。这是**重点：**慢的客户端只是落后，"
                  + "服务器不为它排队，也不为它多占 `内存`。以上是第 "
                  + i
                  + " 点，共有很多点。\n\n",
          "");

  /** How long each answer is, in bytes of UTF-8. */
  private static final int BYTES = 57 * 1024;

  /** In so many deltas a model tells it. */
  private static final int DELTAS = 7_000;

  static final List<LongAnswer> ALL = List.of(PROSE, MIXED, LIST, TABLE, CODE, CHINESE);

  /** The deltas that the provider sends. */
  List<String> deltas() {
    StringBuilder text = new StringBuilder(before);
    int bytes = utf8Length(before) + utf8Length(after);
    for (int i = 1; bytes < BYTES; i++) {
      String next = part.apply(i);
      text.append(next);
      bytes += utf8Length(next);
    }
    return cut(text.append(after).toString(), DELTAS);
  }

  /** A text in so many pieces, all of about one length. Without surrogates. */
  static List<String> cut(String text, int count) {
    List<String> pieces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pieces.add(text.substring(at(text, i, count), at(text, i + 1, count)));
    }
    return pieces;
  }

  private static int at(String text, int piece, int count) {
    return (int) ((long) text.length() * piece / count);
  }

  private static int utf8Length(String text) {
    return text.getBytes(UTF_8).length;
  }
}
