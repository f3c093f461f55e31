/**
 * How much of what a model writes is taken for Markdown. What is beyond a limit is shown as plain text: nothing is
 * dropped. Each is far from what people read, and near enough that no text can hold up the page.
 */

/** UTF-16 units of one text that are looked at; the rest follows as it is. */
export const MAX_MARKDOWN_LENGTH = 262_144;

/** Block quotes and lists within each other. The lexer takes exponential time in it, at worst. */
export const MAX_BLOCK_DEPTH = 8;

/** Emphasis, links and the like within each other. */
export const MAX_INLINE_DEPTH = 16;

/** Columns of a table: each row has as many cells, whatever is written in it. */
export const MAX_TABLE_COLUMNS = 64;

/** Definitions of links, `[label]: address`: each is looked up for each paragraph. */
export const MAX_DEFINITIONS = 256;

/** UTF-16 units that are searched for the ends of emphasis and code in one text; marks beyond that are text. */
export const MAX_SEARCHED_LENGTH = 1_048_576;

/** UTF-16 units of a link's destination. */
export const MAX_ADDRESS_LENGTH = 4_096;

/** UTF-16 units without a space, in ASCII: a paragraph with such a word in it is text. */
export const MAX_WORD_LENGTH = 4_096;

/** UTF-16 units of an unfinished block that are read again for each piece that comes. */
export const EAGER_LENGTH = 2_048;

/** A longer one, up to here, is read again for each line; one that is longer still, for each blank line. */
export const LINEWISE_LENGTH = 8_192;

/** And whenever one part of so many is new. */
export const LAZY_SHARE = 16;

/** UTF-16 units of a code block that is coloured: it is done in one go. */
export const MAX_HIGHLIGHTED_LENGTH = 16_384;
