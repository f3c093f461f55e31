/** The names that models write; HTML has 2,000 more, which are shown as they are. */
const NAMED = new Map(
  Object.entries({
    amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', ensp: '\u2002', emsp: '\u2003',
    copy: '©', reg: '®', trade: '™', sect: '§', para: '¶', middot: '·', bull: '•', hellip: '…',
    ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»',
    deg: '°', plusmn: '±', times: '×', divide: '÷', minus: '−', frac12: '½', frac14: '¼', frac34: '¾',
    sup2: '²', sup3: '³', micro: 'µ', radic: '√', infin: '∞', asymp: '≈', ne: '≠', le: '≤', ge: '≥',
    sum: '∑', prod: '∏', int: '∫', part: '∂', isin: '∈', forall: '∀', exist: '∃', empty: '∅',
    larr: '←', rarr: '→', uarr: '↑', darr: '↓', harr: '↔', rArr: '⇒', lArr: '⇐', hArr: '⇔',
    alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', theta: 'θ', lambda: 'λ', mu: 'μ',
    pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'φ', omega: 'ω', Delta: 'Δ', Sigma: 'Σ', Omega: 'Ω',
    euro: '€', pound: '£', yen: '¥', cent: '¢', check: '✓', cross: '✗', star: '☆', hearts: '♥',
  }),
);

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,9}));/g;

/**
 * A text with its character references resolved.
 *
 * @see https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 * @param {string} text
 */
export function decodeEntities(text) {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (reference, decimal, hexadecimal, name) => {
    if (name !== undefined) return NAMED.get(name) ?? reference;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '\uFFFD';
  });
}
