/** @param {unknown} value milliseconds since 1970, or an ISO 8601 time @returns {number|undefined} */
export function millisOf(value) {
  const millis = typeof value === 'string' ? Date.parse(value) : value;
  return typeof millis === 'number' && Number.isFinite(millis) ? millis : undefined;
}
